package com.mas.realtime.store;

import com.mas.module.SettingsReader;
import com.mas.outbound.store.LocalStore;
import com.mas.realtime.live.EdgeModule;
import io.vertx.core.Future;
import java.nio.file.Path;

/** Declares how files reach the server's own folder; with an object store outside there is nothing to serve. */
public final class StoreModule implements EdgeModule {
  @Override
  public Plan plan(SettingsReader from) {
    boolean outside = !from.text("AWS_S3_BUCKET").isEmpty();
    Path folder = from.text("FILES_DIR").isEmpty() ? Path.of(from.text("DATA_DIR"), "files")
        : Path.of(from.text("FILES_DIR"));
    return edge -> outside ? Future.succeededFuture() : edge.vertx().executeBlocking(() -> {
      LocalStore store = LocalStore.open(folder.toAbsolutePath().normalize(), "");
      edge.mount(LocalStore.MOUNT, vertx -> new StoreHandler(vertx, store, edge.bus().clock())::handle);
      return null;
    });
  }
}
