/**
 * Holds what the running server answers, announces and keeps against its documents, from the first start over an
 * upgrade.
 */
package com.mas.process.contract;
