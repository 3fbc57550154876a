/**
 * Pages in a real browser, as people with phones, keyboards and screen readers have them.
 */
package com.mas.process.pages;
