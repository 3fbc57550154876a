package com.mas.boot;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.NearCacheConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import com.hazelcast.partition.PartitionService;
import com.mas.realtime.engineio.GatheringEpoll;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Vert.x alone, or joined with other nodes by a list of addresses; never by multicast. */
record ClusterSetup(Vertx vertx, HazelcastClusterManager manager) {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSetup.class);
  private static final int SETTLES_WITHIN_SECONDS = 10;
  private static final int SETTLED_POLL_MS = 20;
  private static final int SHARE_TRIES = 50;
  private static final int SHARE_AGAIN_MS = 100;

  /** True also for a node that is meant to be alone. */
  boolean isJoined() {
    return manager == null || manager.isActive();
  }

  /** @param tracer null: no traces */
  static ClusterSetup start(Settings.Cluster cluster, VertxOptions options, VertxTracerFactory tracer) {
    VertxBuilder builder = GatheringEpoll.vertx(options);
    if (tracer != null) {
      builder.withTracer(tracer);
      options.setTracingOptions(new TracingOptions());
    }
    if (!cluster.on()) {
      return new ClusterSetup(builder.build(), null);
    }
    System.setProperty("hazelcast.logging.type", "slf4j"); // before any class of it logs in its own way
    EventBusOptions bus = new EventBusOptions().setHost(cluster.host()).setConnectTimeout(2000).setReconnectAttempts(0)
        .setClusterPingInterval(2000).setClusterPingReplyInterval(2000);
    HazelcastClusterManager manager = new HazelcastClusterManager(hazelcast(cluster));
    Vertx vertx = builder
        .with(options.setEventBusOptions(bus))
        .withClusterManager(manager)
        .buildClustered()
        .toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    return new ClusterSetup(vertx, manager);
  }

  /**
   * Waits until whatever one node holds another holds too: from then on any may be killed, and no address is lost. Not
   * much longer than ten seconds, or twice that if a member does not answer.
   */
  void settle() throws InterruptedException {
    if (manager == null) {
      return;
    }
    PartitionService data = manager.getHazelcastInstance().getPartitionService();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLES_WITHIN_SECONDS);
    while (!data.isClusterSafe()) {
      if (System.nanoTime() - deadline >= 0) {
        LOG.warn("The cluster is still moving its data after {} s; this node starts to serve all the same",
            SETTLES_WITHIN_SECONDS);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(SETTLED_POLL_MS);
    }
  }

  /**
   * Asks for the node's share of the cluster's data once it has started. A node that joins with a share is sent it
   * before its start is over, and refuses; after each such failure the cluster moves nothing for three seconds, and
   * those addresses whose holder is killed meanwhile cannot be looked up by anybody until then.
   */
  private static final class Share implements LifecycleListener, HazelcastInstanceAware {
    private HazelcastInstance node;

    @Override
    public void setHazelcastInstance(HazelcastInstance instance) {
      node = instance;
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
      if (event.getState() != LifecycleEvent.LifecycleState.STARTED) {
        return;
      }
      for (int tries = 1; node.getCluster().getLocalMember().isLiteMember(); tries++) {
        try {
          node.getCluster().promoteLocalLiteMember();
        } catch (RuntimeException electing) { // the member that grants it has just gone, and another takes over
          if (tries == SHARE_TRIES) {
            throw electing;
          }
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SHARE_AGAIN_MS));
        }
      }
    }
  }

  private static Config hazelcast(Settings.Cluster cluster) {
    Config config = ConfigUtil.loadConfig().setLiteMember(true).addListenerConfig(new ListenerConfig(new Share()));
    config.setClusterName("engagement" + (cluster.secret().isEmpty() ? "" : "-" + digest(cluster.secret())));
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.max.wait.seconds.before.join", "3");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
    // a node that was frozen or cut off for longer rejoins soon after, not after the usual five minutes
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    // so long a node that leaves waits for its share to be taken over, and who asks for all members' answers
    config.setProperty("hazelcast.graceful.shutdown.max.wait", String.valueOf(SETTLES_WITHIN_SECONDS));
    config.setProperty("hazelcast.phone.home.enabled", "false");
    // read to connect to a node, which is how its end is noticed: so not where another node may just have gone
    config.getMapConfig("__vertx.nodeInfo").setBackupCount(2).setReadBackupData(true)
        .setNearCacheConfig(new NearCacheConfig().setCacheLocalEntries(true));
    config.setProperty("hazelcast.map.invalidation.batch.enabled", "false"); // or what has changed is stale for seconds
    config.setProperty("hazelcast.shutdownhook.enabled", "false"); // Boot leaves the cluster in its own order
    config.getNetworkConfig().setPort(cluster.port()).setPortAutoIncrement(false)
        .setPublicAddress(cluster.host() + ":" + cluster.port());
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(cluster.host());
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2).setMembers(cluster.members());
    return config;
  }

  /**
   * Returns the digest of the secret for the cluster's name: members must agree on the name, so a node without the
   * secret is refused. The secret itself is not sent.
   */
  private static String digest(String secret) {
    try {
      return HexFormat.of().formatHex(
          MessageDigest.getInstance("SHA-256").digest(("cluster " + secret).getBytes(StandardCharsets.UTF_8)), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
