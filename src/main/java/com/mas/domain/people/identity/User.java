package com.mas.domain.people.identity;

import com.mas.bus.Principal.Role;
import com.mas.domain.people.identity.DirectoryContract.Person;
import com.mas.domain.people.identity.IdentityContract.*;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** A row of {@code identity.users}; never leaves the domain, since it holds the password's hash. */
record User(UUID id, String tenant, String email, String fullName, String phone, String passwordHash, Role role,
    Set<String> capabilities, Status status, Instant emailVerifiedAt, boolean mustChangePassword, int generation,
    Instant lastLoginAt, Instant createdAt, String campus, String department, String program) {

  /** Makes one whose place in the school is not known. */
  User(UUID id, String tenant, String email, String fullName, String phone, String passwordHash, Role role,
      Set<String> capabilities, Status status, Instant emailVerifiedAt, boolean mustChangePassword, int generation,
      Instant lastLoginAt, Instant createdAt) {
    this(id, tenant, email, fullName, phone, passwordHash, role, capabilities, status, emailVerifiedAt,
        mustChangePassword, generation, lastLoginAt, createdAt, null, null, null);
  }

  boolean isActive() {
    return status == Status.ACTIVE;
  }

  /** Returns whether it may do more than a learner: by its role, or by a capability. */
  boolean isStaff() {
    return AdminRules.isStaff(role) || !capabilities.isEmpty();
  }

  /** Returns whether nobody else can sign up with its address: it is verified, or disabled. */
  boolean isTaken() {
    return emailVerifiedAt != null || !isActive();
  }

  User named(String name, String number) {
    return new User(id, tenant, email, name, number, passwordHash, role, capabilities, status, emailVerifiedAt,
        mustChangePassword, generation, lastLoginAt, createdAt, campus, department, program);
  }

  /** Returns it without a phone number, and with no name but what stands before the @ of the address. */
  User unnamed() {
    return named(email.substring(0, email.indexOf('@')), null);
  }

  User disabled() {
    return new User(id, tenant, email, fullName, phone, passwordHash, role, capabilities, Status.DISABLED,
        emailVerifiedAt, mustChangePassword, generation, lastLoginAt, createdAt, campus, department, program);
  }

  User withPassword(String hash, boolean mustChange) {
    return new User(id, tenant, email, fullName, phone, hash, role, capabilities, status, emailVerifiedAt, mustChange,
        generation, lastLoginAt, createdAt, campus, department, program);
  }

  Account account() {
    return new Account(id, email, fullName, phone, role, capabilities, status, emailVerifiedAt != null,
        mustChangePassword, lastLoginAt, createdAt, campus, department, program);
  }

  Person person() {
    return new Person(id, email, phone, fullName);
  }

  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}
