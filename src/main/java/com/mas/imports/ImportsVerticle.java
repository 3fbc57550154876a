package com.mas.imports;

import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.db.View;
import com.mas.module.Parts;
import com.mas.runs.Runs;
import com.mas.runs.RunsContract;

/** Answers for imports of all kinds: one line for each address. Any number of instances. */
public final class ImportsVerticle extends DomainVerticle {
  private final ImportService service;

  /**
   * @param mostBytes of one file
   * @param tenants has {@code slug} and {@code switched_off}
   */
  public ImportsVerticle(Parts parts, Capacity capacity, long mostBytes, View tenants) {
    super(parts.bus(), capacity);
    service = new ImportService(parts.installation().imports(), parts.database(), parts.jobs(),
        new Runs(parts.bus(), parts.database()), parts.ids(), parts.clock(), mostBytes,
        new SwitchedOff(parts.database(), tenants));
  }

  @Override
  protected void open() {
    answer(ImportsContract.KINDS, service::kinds);
    answer(ImportsContract.TEMPLATE, service::template);
    answer(ImportsContract.UPLOAD, service::upload);
    answer(ImportsContract.LIST, service::list);
    answer(ImportsContract.GET, service::get);
    answer(ImportsContract.REFUSED, service::refused);
    answer(ImportsContract.REFUSED_FILE, service::refusedFile);
    answer(ImportsContract.CONFIRM, service::confirm);
    answer(ImportsContract.CANCEL, service::cancel);
    answer(ImportsContract.PURGE, service::purge);
    on(RunsContract.GIVEN_UP, service::givenUp);
  }
}
