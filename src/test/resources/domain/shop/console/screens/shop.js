export default () => 'A page of a domain';
