/** Tests what operators have: the metrics, and the files of {@code conf/} that name them. */
package com.mas.process.operate;
