/**
 * Starts and stops the process: {@link com.mas.boot.Boot} is the list of steps, {@link com.mas.boot.Settings} what can
 * be set, {@link com.mas.boot.Modules} what the build can do, {@link com.mas.boot.Verticles} deploys it, and {@link
 * com.mas.boot.HttpEdge} opens it to clients.
 */
package com.mas.boot;
