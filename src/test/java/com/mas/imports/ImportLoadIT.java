package com.mas.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.imports.ImportsContract.Import;
import com.mas.imports.ImportsContract.State;
import com.mas.imports.ImportsContract.Tally;
import com.mas.testkit.Alone;
import com.mas.testkit.HeapPeak;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Large tables in constant memory: 200,000 rows, or as many as {@code -Dimport.rows} says; with
 * {@code -Dimport.figures} at least 20,000 rows of CSV a second, and a check that takes at most a tenth longer than the
 * import.
 */
@Alone
class ImportLoadIT {
  private static final int ROWS = Integer.getInteger("import.rows", 200_000);
  private static final int SHEET_ROWS = Integer.getInteger("import.sheet.rows", 50_000);
  private static final boolean FIGURES = Boolean.getBoolean("import.figures");
  private static final int LEAST_RATE = 20_000;
  private static final double MOST_CHECK = 1.1;
  private static final long MOST_MEMORY = 128L << 20;
  @AutoClose private static final Depot depot = new Depot();

  @Test
  void aLargeTableIsCheckedAndImportedInConstantMemory() {
    depot.imported(csv(0, 20_000)); // warms up
    byte[] file = csv(100_000, ROWS);
    long began = System.nanoTime();
    Import put = depot.put(file);
    double upload = (System.nanoTime() - began) / 1e9;
    long idle = HeapPeak.used();
    HeapPeak peak = new HeapPeak();
    double check = seconds(() -> assertEquals(State.CHECKED, depot.work(put.id())));
    Import checked = depot.get(put.id());
    assertEquals(new Tally(ROWS, ROWS - ROWS / 100, 0, 0, ROWS / 100), checked.checked());
    depot.ask(ImportsContract.CONFIRM, new ImportsContract.ConfirmImport(put.id()));
    double written = seconds(() -> assertEquals(State.COMPLETED, depot.work(put.id())));
    long most = peak.end() - idle;
    assertEquals(checked.checked(), depot.get(put.id()).imported());
    System.out.printf("csv: %d rows, %d kB; upload %.1f s, check %.0f rows/s, import %.0f rows/s, check %.2f times the"
        + " import, upload and import %.0f rows/s; %d MB above idle%n", ROWS, put.bytes() >> 10, upload, ROWS / check,
        ROWS / written, check / written, ROWS / (upload + written), most >> 20);
    assertTrue(most < MOST_MEMORY, () -> (most >> 20) + " MB above idle");
    assertTrue(ROWS / written > 5_000 && ROWS / check > 5_000, () -> "check " + check + " s, import " + written + " s");
    if (FIGURES) {
      assertTrue(ROWS / (upload + written) >= LEAST_RATE && ROWS / (upload + check) >= LEAST_RATE,
          () -> "upload " + upload + " s, check " + check + " s, import " + written + " s");
      assertTrue(check <= MOST_CHECK * written, () -> "check " + check + " s, import " + written + " s");
    }
  }

  @Test
  void aLargeSheetIsCheckedAndImportedInConstantMemory() {
    depot.imported(Books.of("code,number", "warm,1"));
    byte[] book = Books.zip(Books.parts(Books.sheet(Books.rows(IntStream.rangeClosed(0, SHEET_ROWS).mapToObj(i -> i == 0
        ? List.of("code", "number", "words") : List.of("s" + i, "" + (i + 100), "what is said of " + i))))));
    Import put = depot.put(book);
    long idle = HeapPeak.used();
    HeapPeak peak = new HeapPeak();
    double check = seconds(() -> depot.work(put.id()));
    assertEquals(new Tally(SHEET_ROWS, SHEET_ROWS, 0, 0, 0), depot.get(put.id()).checked());
    depot.ask(ImportsContract.CONFIRM, new ImportsContract.ConfirmImport(put.id()));
    double written = seconds(() -> depot.work(put.id()));
    long most = peak.end() - idle;
    assertEquals(new Tally(SHEET_ROWS, SHEET_ROWS, 0, 0, 0), depot.get(put.id()).imported());
    System.out.printf("xlsx: %d rows, %d kB; check %.0f rows/s, import %.0f rows/s; %d MB above idle%n", SHEET_ROWS,
        put.bytes() >> 10, SHEET_ROWS / check, SHEET_ROWS / written, most >> 20);
    assertTrue(most < MOST_MEMORY, () -> (most >> 20) + " MB above idle");
  }

  private static byte[] csv(int from, int rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("code,number,words\n".getBytes(UTF_8));
    for (int i = 1; i <= rows; i++) {
      int number = from + i;
      bytes.writeBytes(("code-" + number + "," + (i % 100 == 0 ? "x" : number) + ",what is said of " + number + "\n")
          .getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static double seconds(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e9;
  }
}
