/**
 * Plants the data of a first start: the super admin, and with the sandbox a small school with a past. Knows domains by
 * their contracts.
 */
package com.mas.seed;
