package com.mas.sandbox;

import com.mas.sandbox.graphy.GraphySimulator;
import com.mas.sandbox.kit.Simulator;
import com.mas.sandbox.mail.MailSimulator;
import com.mas.sandbox.model.ModelSimulator;
import com.mas.sandbox.whatsapp.AiSensySimulator;
import com.mas.sandbox.whatsapp.WhatsAppSimulator;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;

/** Lists the providers that are simulated. A new one is one line here. */
final class Simulators {
  private Simulators() {}

  /** @param host of the ports that simulators open themselves */
  static List<Simulator> all(Vertx vertx, Clock clock, String host) {
    WhatsAppSimulator whatsapp = new WhatsAppSimulator(vertx, clock);
    return List.of(new GraphySimulator(clock), new MailSimulator(vertx, clock, host), whatsapp,
        new AiSensySimulator(whatsapp), new ModelSimulator(clock));
  }
}
