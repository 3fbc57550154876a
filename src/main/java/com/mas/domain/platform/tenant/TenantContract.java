package com.mas.domain.platform.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mas.bus.Event;
import com.mas.bus.Failure;
import com.mas.bus.Listing;
import com.mas.bus.Page;
import com.mas.bus.Reason;
import com.mas.bus.Request;
import com.mas.bus.Visible;
import com.mas.db.View;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Declares the tenants of this installation; the header {@code X-Platform} names one by its slug. */
@NullMarked
public final class TenantContract {
  public static final Reason TENANT_UNKNOWN = Reason.of(Failure.NOT_FOUND, "tenant_unknown",
      "There is no such tenant.");

  /**
   * Says how the front ends of a tenant look.
   *
   * @param accent {@code #rrggbb}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Look(@Nullable @Size(max = 500) String logoUrl,
      @Nullable @Pattern(regexp = "^#[0-9a-fA-F]{6}$") String accent) {}

  /**
   * @param origins of its front ends, as browsers send them: {@code https://learn.example}
   * @param switchedOff domains that its people cannot use, by the first part of their addresses
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tenant(String slug, String name, List<String> origins, @Nullable Look look, List<String> switchedOff,
      Instant createdAt, Instant updatedAt) {}

  /** Says what a front end must know before anybody signs in. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Face(String slug, String name, @Nullable Look look, List<String> switchedOff) {}

  public record ListTenants(@Nullable Integer limit, @Nullable Long offset) implements Listing {}

  public record GetTenant(@Pattern(regexp = "^[a-z][a-z0-9-]{0,31}$") String slug) {}

  public record ShowTenant() {}

  /** @param look null: the product's own */
  public record PutTenant(@Pattern(regexp = "^[a-z][a-z0-9-]{0,31}$") String slug, @Visible @Size(max = 80) String name,
      @Size(max = 20) List<@Size(max = 200) String> origins, @Nullable Look look,
      @Size(max = 100) List<@Size(max = 40) String> switchedOff) {}

  public record EnsureTenants(List<String> slugs) {}

  public record Changed(String slug) {}

  /** Lists the tenants by slug. */
  public static final Request<ListTenants, Page<Tenant>> LIST =
      Request.list("tenant.tenant.list", ListTenants.class, Tenant.class);
  public static final Request<GetTenant, Tenant> GET =
      Request.of("tenant.tenant.get", GetTenant.class, Tenant.class);
  /** Makes the tenant, or replaces what is said of it. Idempotent. */
  public static final Request<PutTenant, Tenant> PUT =
      Request.of("tenant.tenant.put", PutTenant.class, Tenant.class);
  /** Shows the call's tenant. */
  public static final Request<ShowTenant, Face> SHOW =
      Request.of("tenant.tenant.show", ShowTenant.class, Face.class);
  /** Makes those that are missing, named as their slugs, without origins. Idempotent. */
  public static final Request<EnsureTenants, Void> ENSURE =
      Request.of("tenant.tenant.ensure", EnsureTenants.class, Void.class);

  /** Sent after the change is stored. */
  public static final Event<Changed> CHANGED = Event.of("tenant.tenant.changed", Changed.class);

  /** Shows the SQL of other domains which domains a tenant does without. */
  public static final View SHARED = View.of("tenant.shared_tenants", "slug, switched_off");

  private TenantContract() {}
}
