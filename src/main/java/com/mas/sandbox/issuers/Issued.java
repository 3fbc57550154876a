package com.mas.sandbox.issuers;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A credential that was issued.
 *
 * @param certificate address of its PDF; null: where the issuer's lie, empty: there is none
 * @param isGood whether its issuer stands by it
 */
record Issued(String id, String email, String name, String title, int hours, Instant at, String certificate,
    boolean isGood) {
  private static final String[] NAMES = {"Asha Kulkarni", "Ravi Menon", "Fatima Sheikh", "Arjun Nair", "Meena Pillai",
      "Joseph Dsouza", "Kavya Rao", "Imran Khan", "Lakshmi Iyer"};
  private static final Instant FIRST = Instant.parse("2026-01-05T10:00:00Z");
  private static final long SECONDS = 200L * 24 * 3600;

  /** Returns one of a fixed list; each of the first has the address of a learner of the sandbox. */
  static Issued nth(int n, int of, String prefix, String[] titles, boolean hasCertificate) {
    String name = NAMES[n % NAMES.length];
    String mail = name.toLowerCase(Locale.ROOT).replace(' ', '.');
    int subject = n / NAMES.length % titles.length;
    int round = n / (NAMES.length * titles.length);
    return new Issued(prefix + (n + 1), mail + (round == 0 ? "" : "." + round) + "@learner.example", name,
        titles[subject],
        8 + subject * 12, FIRST.plusSeconds(n * SECONDS / Math.max(1, of)), hasCertificate ? null : "", true);
  }

  /** Returns a PDF of one page that says what was issued. */
  Buffer pdf(String issuer) {
    String text = "BT /F1 18 Tf 72 720 Td (" + issuer + ") Tj 0 -40 Td (" + title + ") Tj 0 -30 Td (" + name
        + ") Tj 0 -30 Td (" + id + ") Tj ET";
    List<String> objects = List.of("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        "<</Length " + text.length() + ">>\nstream\n" + text + "\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      places.add(pdf.length());
      pdf.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int table = pdf.length();
    pdf.append("xref\n0 ").append(objects.size() + 1).append("\n0000000000 65535 f \n");
    places.forEach(place -> pdf.append(String.format(Locale.ROOT, "%010d 00000 n %n", place)
        .replace("\r", "")));
    pdf.append("trailer\n<</Size ").append(objects.size() + 1).append("/Root 1 0 R>>\nstartxref\n").append(table)
        .append("\n%%EOF\n");
    return Buffer.buffer(pdf.toString().getBytes(StandardCharsets.ISO_8859_1));
  }
}
