package com.mas.module;

/** Holds the secrets of the installation. Never printed: a record's {@code toString} would. */
public record Secrets(String jwt, String credentialsKey, String superAdminUsername, String superAdminPassword) {
  public static final String DEFAULT_PASSWORD = "admin-password-1";

  /** Reads them; {@code jwt} is empty where one is to be generated, which production refuses. */
  public static Secrets read(SettingsReader from) {
    String jwt = from.text("JWT_SECRET");
    from.require(jwt.isEmpty() ? !from.isProduction() : jwt.length() >= 32, jwt.isEmpty()
        ? "JWT_SECRET must be set in production" : "JWT_SECRET must have at least 32 characters");
    String password = from.text("SUPER_ADMIN_PASSWORD");
    from.require(password.length() >= 10, "SUPER_ADMIN_PASSWORD must have at least 10 characters");
    from.require(!(from.isProduction() && password.equals(DEFAULT_PASSWORD)),
        "SUPER_ADMIN_PASSWORD must not be the default one in production");
    String username = from.text("SUPER_ADMIN_USERNAME");
    from.require(username.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+"),
        "SUPER_ADMIN_USERNAME must be an e-mail address");
    String credentialsKey = from.text("CREDENTIALS_KEY");
    from.require(credentialsKey.isEmpty() || credentialsKey.length() >= 32,
        "CREDENTIALS_KEY must have at least 32 characters");
    return new Secrets(jwt, credentialsKey, username, password);
  }

  public Secrets withJwt(String secret) {
    return new Secrets(secret, credentialsKey, superAdminUsername, superAdminPassword);
  }

  @Override
  public String toString() {
    return "Secrets[hidden]";
  }
}
