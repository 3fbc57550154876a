package com.mas.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mas.bus.FailureException;
import com.mas.imports.HeaderRules.Header;
import com.mas.imports.ImportKind.Column;
import com.mas.imports.ImportsContract.Mapped;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeaderRulesTest {
  private static final List<Column> COLUMNS = List.of(Column.required("email", "E-mail", 100, "mail id"),
      Column.required("code", "Batch code", 100), Column.optional("name", "Name", 100));

  private static Header find(String... rows) {
    return HeaderRules.find(COLUMNS, IntStream.range(0, rows.length)
        .mapToObj(i -> new Line(i + 1, List.of(rows[i].split(",", -1)))).toList());
  }

  private static String refusal(String... rows) {
    return assertThrows(FailureException.class, () -> find(rows)).getMessage();
  }

  @Test
  void columnsAreFoundWhateverTheCaseAndTheSigns() {
    Header header = find("BATCH_CODE,Name , e-Mail,Town");
    assertEquals(List.of(new Mapped("code", "BATCH_CODE"), new Mapped("name", "Name "), new Mapped("email", " e-Mail")),
        header.mapped());
    assertEquals(List.of("Town"), header.ignored());
    assertEquals(1, header.row());
  }

  @Test
  void titlesAboveTheHeadersAreSkipped() {
    assertEquals(3, find("Our batch,,", "as of May,,", "mail id,Batch code,x").row());
  }

  @Test
  void aMissingColumnIsNamedWithWhatIsThere() {
    assertEquals("The file lacks the columns E-mail, Batch code. In row 1 it has: Name, Town. The first row must name"
        + " the columns; see the template.", refusal("Name,Town", "Asha,Pune"));
    assertEquals("The file lacks the column Batch code. In row 2 it has: mail id. The first row must name the columns;"
        + " see the template.", refusal("x", "mail id"));
    assertEquals("The file is empty.", refusal());
  }

  @Test
  void twoColumnsForOneAreRefused() {
    assertEquals("Several columns could be E-mail: email, Mail ID. Leave one of them.",
        refusal("email,Mail ID,batch code"));
  }

  @Test
  void theColumnOfReasonsIsNotTold() {
    assertEquals(List.of(), find("email,batch code," + HeaderRules.REASON).ignored());
  }
}
