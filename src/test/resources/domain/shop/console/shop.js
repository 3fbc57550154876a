document.body.append('A page of a domain');
