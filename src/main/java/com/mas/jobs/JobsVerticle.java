package com.mas.jobs;

import com.mas.bus.Bus;
import com.mas.bus.Capacity;
import com.mas.bus.DomainVerticle;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.View;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Stored requests on this node: runs what is due, and answers operators. One instance per node. */
public final class JobsVerticle extends DomainVerticle {
  /**
   * @param node how operators know this one
   * @param poll how often work is looked for that was not heard of
   * @param lease a node that was not heard of for so long is lost, and its jobs are others'
   * @param heartbeat how often the lease is renewed; a third of it
   * @param batch jobs of one queue that are claimed at a time, at the most
   * @param trim how often finished jobs beyond the retention are removed
   */
  public record Config(String node, Duration poll, Duration lease, Duration heartbeat, int batch, Duration trim) {
    public static Config of(String node) {
      return new Config(node, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(3), 500,
          Duration.ofSeconds(5));
    }
  }

  private final Bus bus;
  private final Database db;
  private final Map<String, Request<?, ?>> catalogue;
  private final Queues queues;
  private final Config config;
  private final View people;

  /** Makes it without the view that names who acts. */
  public JobsVerticle(
      Bus bus, Capacity capacity, Database db, Map<String, Request<?, ?>> catalogue, Queues queues, Config config) {
    this(bus, capacity, db, catalogue, queues, config, null);
  }

  /**
   * @param catalogue every request of this build, by address: what can be stored
   * @param people has {@code id} and {@code full_name} of operators
   */
  public JobsVerticle(Bus bus, Capacity capacity, Database db, Map<String, Request<?, ?>> catalogue, Queues queues,
      Config config, View people) {
    super(bus, capacity);
    this.people = people;
    this.bus = bus;
    this.db = db;
    this.catalogue = catalogue;
    this.queues = queues;
    this.config = config;
  }

  @Override
  protected void open() {
    List<String> unanswered = queues.unanswered(catalogue.keySet());
    if (!unanswered.isEmpty()) {
      throw new IllegalStateException(String.join("; ", unanswered));
    }
    db.repeatable(tx -> {
      JobsRepository.declare(tx, queues, bus.clock().instant());
      return null;
    });
    JobsService service = new JobsService(db, bus.clock(), people);
    answer(JobsContract.PROGRESS, (call, progress) -> service.progress(progress));
    answer(JobsContract.LIST, service::list);
    answer(JobsContract.SEE, (call, job) -> service.see(call, job.id()));
    answer(JobsContract.RETRY, (call, job) -> service.retry(call, job.id()));
    answer(JobsContract.DISCARD, (call, job) -> service.discard(call, job.id()));
    answer(JobsContract.COUNT, service::count);
    answer(JobsContract.RETRY_ALL, service::retryAll);
    answer(JobsContract.QUEUES, (call, nothing) -> service.queues());
    answer(JobsContract.PAUSE, (call, queue) -> service.pause(call, queue.queue(), true));
    answer(JobsContract.RESUME, (call, queue) -> service.pause(call, queue.queue(), false));
    ScheduleService schedules = new ScheduleService(db, bus.clock());
    answer(JobsContract.SCHEDULES, (call, nothing) -> schedules.list());
    answer(JobsContract.SCHEDULE_RUN, (call, schedule) -> schedules.run(call, schedule.key()));
    answer(JobsContract.SCHEDULE_PAUSE, (call, schedule) -> schedules.pause(call, schedule.key(), true));
    answer(JobsContract.SCHEDULE_RESUME, (call, schedule) -> schedules.pause(call, schedule.key(), false));
    answer(JobsContract.ACTS, service::acts);
    new BoardMeters(db, bus.clock()).open(vertx, config.trim());
    Runner here = new Runner(bus, db, catalogue, queues, config);
    // a child: Vert.x stops it before this one
    vertx.deployVerticle(here, new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP)).await();
  }
}
