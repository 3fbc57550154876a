package com.mas.domain.learning.credential;

import io.nayuki.qrcodegen.QrCode;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Writes certificates: one page, A4 across, with the letters of its fonts that it needs, a QR code that leads to the
 * page of checks, and the credential's id in the keywords. Takes some ten milliseconds of a core. Thread-safe.
 */
final class CertificatePdf {
  private static final float WIDTH = PDRectangle.A4.getHeight();
  private static final float HEIGHT = PDRectangle.A4.getWidth();
  private static final float MARGIN = 64;
  private static final float TEXT = WIDTH - 2 * MARGIN;
  private static final Color INK = new Color(0x1b2a2f);
  private static final Color SOFT = new Color(0x5a6b70);
  private static final Color ACCENT = new Color(0x0b6670);
  private static final float QR = 92;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final int UNKNOWN = '?';

  /** Fonts are read with the first certificate: they have a megabyte, and most starts need none. */
  private TrueTypeFont regular;
  private TrueTypeFont strong;

  private static TrueTypeFont font(String name) {
    try (InputStream in = CertificatePdf.class.getResourceAsStream("/domain/credential/font/" + name)) {
      return new TTFParser().parse(new RandomAccessReadBuffer(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names the address that a certificate leads to. */
  static String link(String base, Certified of) {
    return base + "/verify/" + of.id();
  }

  /** Returns the bytes of the certificate. A letter that the fonts lack is shown as a question mark. */
  synchronized byte[] write(Certified of, String issuer, String link) {
    if (regular == null) {
      regular = font("NotoSans-Regular.ttf");
      strong = font("NotoSans-SemiBold.ttf");
    }
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage(new PDRectangle(WIDTH, HEIGHT));
      document.addPage(page);
      Sheet sheet = new Sheet(PDType0Font.load(document, regular, true), PDType0Font.load(document, strong, true));
      try (PDPageContentStream out = new PDPageContentStream(document, page)) {
        sheet.out = out;
        frame(out);
        sheet.body(of, issuer);
        sheet.foot(of, link);
      }
      document.setDocumentInformation(information(of, issuer));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes, CompressParameters.NO_COMPRESSION); // so that the keywords can be read without a reader
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PDDocumentInformation information(Certified of, String issuer) {
    PDDocumentInformation about = new PDDocumentInformation();
    about.setTitle(of.title());
    about.setAuthor(issuer);
    about.setKeywords(FileIdRules.MARK + of.id());
    Calendar day = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    day.setTimeInMillis(of.issuedAt().toEpochMilli());
    about.setCreationDate(day);
    return about;
  }

  private static void frame(PDPageContentStream out) throws IOException {
    out.setNonStrokingColor(ACCENT);
    out.addRect(0, HEIGHT - 14, WIDTH, 14);
    out.fill();
    out.setStrokingColor(ACCENT);
    out.setLineWidth(1.2f);
    out.addRect(28, 28, WIDTH - 56, HEIGHT - 70);
    out.stroke();
  }

  /** One page on its way. */
  private static final class Sheet {
    private final PDFont plain;
    private final PDFont bold;
    private PDPageContentStream out;

    Sheet(PDFont plain, PDFont bold) {
      this.plain = plain;
      this.bold = bold;
    }

    void body(Certified of, String issuer) throws IOException {
      centred(bold, issuer, 17, HEIGHT - 96, ACCENT);
      centred(plain, "certifies that", 13, HEIGHT - 142, SOFT);
      centred(bold, of.recipientName(), 34, HEIGHT - 192, INK);
      centred(plain, "has completed", 13, HEIGHT - 228, SOFT);
      float y = HEIGHT - 268;
      for (String line : lines(bold, of.title(), 24, 2)) {
        centred(bold, line, 24, y, INK);
        y -= 32;
      }
      if (of.description() != null) {
        for (String line : lines(plain, of.description(), 12, 3)) {
          centred(plain, line, 12, y, SOFT);
          y -= 18;
        }
      }
      List<String> facts = new ArrayList<>();
      if (of.hours() != null) {
        facts.add(DocumentRules.hours(of.hours()));
      }
      if (of.completedOn() != null) {
        facts.add("completed on " + DAY.format(of.completedOn()));
      }
      if (!facts.isEmpty()) {
        centred(plain, String.join(" · ", facts), 13, y - 8, INK);
      }
    }

    void foot(Certified of, String link) throws IOException {
      qr(QrCode.encodeText(link, QrCode.Ecc.MEDIUM), WIDTH - 56 - QR, 48);
      left(plain, "Issued on " + DAY.format(of.issuedAt().atOffset(ZoneOffset.UTC)), 11, 96, INK);
      left(plain, "Certificate " + of.id(), 9, 78, SOFT);
      left(plain, "Check it at " + link, 9, 63, SOFT);
    }

    private void qr(QrCode code, float x, float y) throws IOException {
      float module = QR / code.size;
      out.setNonStrokingColor(INK);
      for (int row = 0; row < code.size; row++) {
        for (int column = 0; column < code.size; column++) {
          if (code.getModule(column, row)) {
            out.addRect(x + column * module, y + (code.size - 1 - row) * module, module, module);
          }
        }
      }
      out.fill();
    }

    /** Writes one line in the middle, as large as fits. */
    private void centred(PDFont font, String text, float size, float y, Color colour) throws IOException {
      String shown = shown(font, text);
      float width = font.getStringWidth(shown) / 1000 * size;
      float fitting = width > TEXT ? size * TEXT / width : size;
      write(font, shown, fitting, (WIDTH - Math.min(width, TEXT)) / 2, y, colour);
    }

    private void left(PDFont font, String text, float size, float y, Color colour) throws IOException {
      write(font, shown(font, text), size, 48, y, colour);
    }

    private void write(PDFont font, String text, float size, float x, float y, Color colour) throws IOException {
      out.beginText();
      out.setNonStrokingColor(colour);
      out.setFont(font, size);
      out.newLineAtOffset(x, y);
      out.showText(text);
      out.endText();
    }

    /** Breaks a text between words; the last of so many lines takes the rest, and is written smaller. */
    private static List<String> lines(PDFont font, String text, float size, int most) throws IOException {
      List<String> lines = new ArrayList<>();
      StringBuilder line = new StringBuilder();
      for (String word : text.strip().split("\\s+")) {
        String longer = line.isEmpty() ? word : line + " " + word;
        if (!line.isEmpty() && lines.size() < most - 1
            && font.getStringWidth(shown(font, longer)) / 1000 * size > TEXT) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
      lines.add(line.toString());
      return lines;
    }

    private static String shown(PDFont font, String text) {
      StringBuilder shown = new StringBuilder();
      text.codePoints().map(letter -> Character.isWhitespace(letter) ? ' ' : letter)
          .forEach(letter -> shown.appendCodePoint(has(font, letter) ? letter : UNKNOWN));
      return shown.toString();
    }

    private static boolean has(PDFont font, int letter) {
      try {
        font.encode(Character.toString(letter));
        return true;
      } catch (IOException | IllegalArgumentException none) {
        return false;
      }
    }
  }
}
