/**
 * Workers that analyse comments. {@link com.mas.sandbox.analysis.AnalysisSimulator} has the routes, over HTTP as such
 * and in the envelope of RunPod; {@code Reading} says what comments mean, by their words.
 */
package com.mas.sandbox.analysis;
