package com.mas.boot;

import com.mas.sandbox.SandboxVerticle;

/** What a person sees who has just started the server. */
final class Greeting {
  private Greeting() {}

  static String server(Settings settings, int port, String graphyBaseUrl, String mails) {
    if (port == 0) {
      return "Ready, without HTTP; roles: " + String.join(", ", settings.roles());
    }
    String host = settings.http().host().equals("0.0.0.0") ? "127.0.0.1" : settings.http().host();
    String api = "http://" + host + ":" + port;
    StringBuilder text = new StringBuilder("\nReady on ").append(api).append('\n');
    if (!settings.sandbox().on()) {
      return text.toString();
    }
    return text.append("""

          Super admin   %s  %s
          A learner     %s  %s
          A batch lead  %s  %s
          Super mentor  %s  %s
          Sandbox       %s
          Mail sent     %s
          Console       %s/console/

        Three things to try:
          1. the API, described and to be tried out:
               %s/docs
          2. log in as the super admin and list the courses of the learning system:
               TOKEN=$(curl -s %2$s/api/auth/login -H 'Content-Type: application/json' \\
                 -d '{"email":"%s","password":"%s"}' | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')
               curl -s %2$s/api/graphy/courses -H "Authorization: Bearer $TOKEN"
          3. mirror a course and see its learners' XP: "The main job, by curl" in README.md
        """.replace("%2$s", api).formatted(settings.secrets().superAdminUsername(), shown(settings), Seeds.LEARNER,
            Seeds.LEARNER_PASSWORD, DemoBatch.LEAD, DemoBatch.LEAD_PASSWORD, DemoBatch.MENTOR,
            DemoBatch.MENTOR_PASSWORD, graphyBaseUrl, mails, api, api, settings.secrets().superAdminUsername(),
            shown(settings))).toString();
  }

  /** One line per setting that a node which shares the stores needs; then READY. */
  static String stores(Stores stores, String graphyBaseUrl, Settings.Mail mail, Settings.WhatsApp whatsapp) {
    return """
        DATABASE_URL=%s
        REDIS_URL=%s
        GRAPHY_BASE_URL=%s
        GRAPHY_EMAIL_PREFIXES=%s
        SYNC_PAGE_DELAY_MS=0-0
        SYNC_REPORT_DELAY_MS=0-0
        SMTP_HOST=%s
        SMTP_PORT=%d
        SMTP_TLS=%s
        WHATSAPP_BASE_URL=%s
        WHATSAPP_PHONE_NUMBER_ID=%s
        WHATSAPP_TOKEN=%s
        WHATSAPP_APP_SECRET=%s
        WHATSAPP_VERIFY_TOKEN=%s
        AISENSY_BASE_URL=%s
        AISENSY_API_KEY=%s
        QUIET_HOURS=none
        SANDBOX_ACCOUNTS=true
        READY""".formatted(stores.databaseUrl(), stores.redisUrl(), graphyBaseUrl,
            SandboxVerticle.GRAPHY_PREFIX, mail.host(), mail.port(), mail.tls(),
            whatsapp.baseUrl(), whatsapp.phoneNumberId(), whatsapp.token(), whatsapp.appSecret(),
            whatsapp.verifyToken(), whatsapp.aisensyBaseUrl(), whatsapp.aisensyKey());
  }

  /** The default is printed, since it is no secret; one's own is not. */
  private static String shown(Settings settings) {
    return settings.secrets().superAdminPassword().equals(Settings.DEFAULT_PASSWORD) ? Settings.DEFAULT_PASSWORD
        : "$SUPER_ADMIN_PASSWORD";
  }
}
