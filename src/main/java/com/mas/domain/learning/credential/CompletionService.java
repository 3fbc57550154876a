package com.mas.domain.learning.credential;

import com.mas.bus.Bus;
import com.mas.bus.Call;
import com.mas.bus.Failure;
import com.mas.bus.FailureException;
import com.mas.bus.Text;
import com.mas.db.Database;
import com.mas.domain.learning.credential.CredentialContract.IssueCredential;
import com.mas.domain.learning.credential.CredentialRepository.Named;
import com.mas.domain.learning.credential.IssuerContract.CreateIssuer;
import com.mas.domain.learning.credential.IssuerContract.Issuer;
import com.mas.domain.learning.credential.IssuerContract.IssuerState;
import com.mas.domain.learning.sync.LinkContract.ModuleWithdrawn;
import com.mas.domain.learning.sync.SyncContract.CourseCompleted;
import com.mas.domain.platform.tenant.TenantContract;
import com.mas.domain.platform.tenant.TenantContract.Face;
import com.mas.domain.platform.tenant.TenantContract.ShowTenant;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/** Certifies courses that people complete here, in the name of an issuer of the platform's own. */
final class CompletionService {
  /** Short name of the issuer in each tenant; an administrator who blocks it has no courses certified. */
  static final String ISSUER = "platform";
  private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
  private static final int MOST_TITLE = 200;
  private static final int MOST_NAME = 120;
  private static final int MOST_REASON = 500;

  private final Bus bus;
  private final CredentialRepository credentials;
  private final IssuerRepository rows;
  private final IssuerService issuers;
  private final IssueService issuing;
  private final boolean isOn;

  CompletionService(Bus bus, CredentialRepository credentials, IssuerRepository rows, IssuerService issuers,
      IssueService issuing, boolean isOn) {
    this.bus = bus;
    this.credentials = credentials;
    this.rows = rows;
    this.issuers = issuers;
    this.issuing = issuing;
    this.isOn = isOn;
  }

  /** Issues one credential for an account and a course, however often it is told of them. */
  Void completed(Call call, CourseCompleted told) {
    Optional<Named> holder = isOn ? credentials.account(call.tenant(), told.accountId()) : Optional.empty();
    if (holder.isEmpty() || !Text.isVisible(holder.get().fullName())) {
      return null;
    }
    Issuer issuer = rows.bySlug(call.tenant(), ISSUER).orElseGet(() -> made(call));
    if (issuer.state() != IssuerState.APPROVED) {
      return null;
    }
    String id = externalId(told.graphyCourseId(), told.accountId());
    try {
      issuing.issue(call, new IssueCredential(issuer.id(), Text.cut(told.courseTitle(), MOST_TITLE), null,
          Text.cut(holder.get().fullName(), MOST_NAME), holder.get().email(), null,
          LocalDate.ofInstant(told.at(), INDIA), id));
    } catch (FailureException e) {
      if (e.failure() != Failure.CONFLICT) {
        throw e;
      }
    }
    return null;
  }

  private static String externalId(String course, UUID account) {
    return "course:" + UUID.nameUUIDFromBytes((course + ":" + account).getBytes(StandardCharsets.UTF_8));
  }

  /** Takes the credential of the course back: its modules were somebody else's. Twice is as once. */
  Void withdrawn(Call call, ModuleWithdrawn told) {
    if (credentials.revokeCourse(call.tenant(), ISSUER, externalId(told.graphyCourseId(), told.accountId()),
        told.accountId(), told.graphyCourseId(), Text.cut(told.reason(), MOST_REASON), bus.clock().instant())) {
      IssueService.count("revoked", 1);
    }
    return null;
  }

  private Issuer made(Call call) {
    String name = Database.await(bus.send(call, TenantContract.SHOW, new ShowTenant()).map(Face::name)
        .otherwise(call.tenant()));
    try {
      return issuers.create(call, new CreateIssuer(ISSUER, name, null));
    } catch (FailureException e) {
      return rows.bySlug(call.tenant(), ISSUER).orElseThrow(() -> e);
    }
  }
}
