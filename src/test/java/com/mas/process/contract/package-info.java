/**
 * What the running server answers, announces and keeps is what its documents say, from the first start over an
 * upgrade.
 */
package com.mas.process.contract;
