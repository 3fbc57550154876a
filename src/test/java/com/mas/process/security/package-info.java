/**
 * People and programs that mean ill: what they try is refused, costs little, and tells them nothing.
 */
package com.mas.process.security;
