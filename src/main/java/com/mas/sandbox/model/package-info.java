/** A language model behind a gateway of chat completions, which answers the same to the same prompt. */
package com.mas.sandbox.model;
