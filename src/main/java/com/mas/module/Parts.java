package com.mas.module;

import com.mas.bus.Bus;
import com.mas.bus.Request;
import com.mas.db.Database;
import com.mas.db.UuidV7;
import com.mas.jobs.Jobs;
import com.mas.jobs.Subscriptions;
import com.mas.outbound.Guard;
import com.mas.outbound.HttpCaller;
import com.mas.redis.RateLimit;
import com.mas.redis.RedisLink;
import com.mas.secrets.DocumentSigner;
import com.mas.secrets.Vault;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Holds what the domains of a process are made of; each part is there once. Thread-safe. */
public final class Parts {
  private final Vertx vertx;
  private final Bus bus;
  private final Database database;
  private final RedisLink redis;
  private final Installation installation;
  private final Map<String, Request<?, ?>> requests;
  private final Subscriptions subscriptions;
  private final Jobs jobs;
  private final UuidV7 ids;
  private final Guard guard;
  private final Map<String, HttpCaller> callers = new ConcurrentHashMap<>();

  /** Serves a build without durable events. */
  public Parts(Vertx vertx, Bus bus, Database database, RedisLink redis, Installation installation,
      Map<String, Request<?, ?>> requests) {
    this(vertx, bus, database, redis, installation, requests, Subscriptions.NONE);
  }

  /**
   * @param requests by address, those of workers in other languages too
   * @param subscriptions of all domains, also of those that run on other nodes
   */
  public Parts(Vertx vertx, Bus bus, Database database, RedisLink redis, Installation installation,
      Map<String, Request<?, ?>> requests, Subscriptions subscriptions) {
    this.vertx = vertx;
    this.bus = bus;
    this.database = database;
    this.redis = redis;
    this.installation = installation;
    this.requests = Map.copyOf(requests);
    this.subscriptions = subscriptions;
    this.jobs = new Jobs(bus.clock(), subscriptions);
    this.ids = new UuidV7(bus.clock());
    this.guard = Guard.ofPeople(vertx, installation.privateHosts());
  }

  public Bus bus() {
    return bus;
  }

  public Database database() {
    return database;
  }

  public RedisLink redis() {
    return redis;
  }

  public Clock clock() {
    return bus.clock();
  }

  public Jobs jobs() {
    return jobs;
  }

  public UuidV7 ids() {
    return ids;
  }

  public Installation installation() {
    return installation;
  }

  public Map<String, Request<?, ?>> requests() {
    return requests;
  }

  public Subscriptions subscriptions() {
    return subscriptions;
  }

  /** Returns limits that hold over all nodes. */
  public RateLimit limits() {
    return new RateLimit(redis, bus.clock());
  }

  /** Encrypts what providers' accounts are opened with. */
  public Vault vault() {
    return Vault.of(installation.secrets().credentialsKey(), installation.secrets().jwt());
  }

  public DocumentSigner signer() {
    return DocumentSigner.of(installation.secrets().credentialsKey(), installation.secrets().jwt());
  }

  /** Returns the caller of an outside provider. There is one for each name, whose circuit breaker is the provider's. */
  public HttpCaller outbound(HttpCaller.Config provider) {
    return callers.computeIfAbsent(provider.name(),
        name -> new HttpCaller(vertx, bus.clock(), new Random(), provider, guard));
  }
}
