/**
 * From settings to a serving process and back: {@link com.mas.boot.Boot} is the list of steps,
 * {@link com.mas.boot.Settings} what can be set, {@link com.mas.boot.Verticles} which verticle plays which role,
 * {@link com.mas.boot.Seeds} what a first start finds. The only package that knows every other one.
 */
package com.mas.boot;
