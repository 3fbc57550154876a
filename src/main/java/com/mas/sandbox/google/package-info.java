/** Simulates Google, as far as the product uses it: signing in with OAuth 2 and OpenID Connect, calendars, Drives. */
package com.mas.sandbox.google;
