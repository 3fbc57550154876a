package com.mas.domain.learning.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class CertificatePdfTest {
  private static final CertificatePdf CERTIFICATES = new CertificatePdf();

  private static Certified of(String title, String description, String name) {
    return new Certified(UUID.fromString("01970000-0000-7000-8000-000000000001"), new UUID(3, 4), title, description,
        "a@learner.example", name, 40.0, LocalDate.of(2026, 1, 5), Instant.parse("2026-01-06T00:00:00Z"), "00ff", 1,
        null);
  }

  private static byte[] written(Certified of) {
    return CERTIFICATES.write(of, "Sandbox Campus ₹", CertificatePdf.link("https://campus.example", of));
  }

  private static String text(byte[] pdf) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertEquals(1, document.getNumberOfPages());
      return new PDFTextStripper().getText(document);
    }
  }

  private static void picture(BufferedImage shown, String name) throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "pictures"));
    assertTrue(ImageIO.write(shown, "png", folder.resolve(name + ".png").toFile()));
  }

  @Test
  void theCertificateSaysWhatIsCertifiedInLettersOfIndiaToo() throws Exception {
    Certified one = of("SQL for Analysts", "Worth ₹ 5,000, with projects.", "Ashá Kulkarni");
    byte[] pdf = written(one);
    String text = text(pdf);
    for (String part : new String[] {"Ashá Kulkarni", "SQL for Analysts", "₹ 5,000", "40 hours",
        "completed on 5 January 2026", "Issued on 6 January 2026", "https://campus.example/verify/" + one.id(),
        "Sandbox Campus ₹"}) {
      assertTrue(text.contains(part), () -> part + " is not in " + text);
    }
    assertTrue(pdf.length < 100_000, () -> pdf.length + " bytes");
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertEquals("credential:" + one.id(), document.getDocumentInformation().getKeywords());
      BufferedImage shown = new PDFRenderer(document).renderImageWithDPI(0, 110);
      picture(shown, "certificate");
    }
    assertEquals(Optional.of(one.id()), FileIdRules.id(pdf));
    assertTrue(FileIdRules.isPdf(pdf));
  }

  @Test
  void devanagariIsShapedAndLettersThatNoFontHasAreQuestionMarks() throws Exception {
    byte[] pdf = written(of("भारतीय अर्थव्यवस्था", null, "आशा कुलकर्णी"));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      BufferedImage shown = new PDFRenderer(document).renderImageWithDPI(0, 110);
      picture(shown, "certificate-devanagari");
    }
    String text = text(written(of("Tamil தமிழ் 😀", null, "Asha")));
    assertTrue(text.contains("Tamil ????? ?"), text);
  }

  @Test
  void longTextsStayOnThePage() throws Exception {
    String text = text(written(of("Word ".repeat(40), "Sentence after sentence. ".repeat(80), "N".repeat(120))));
    assertTrue(text.contains("NNNN") && text.contains("Word Word") && text.contains("Sentence"), text);
  }
}
