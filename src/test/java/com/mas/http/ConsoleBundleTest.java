package com.mas.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleBundleTest {
  private static final String APP = """
      // The app.
      import { add as plus,
        one } from './core.js';
      import { h } from './vendor/lib.js';

      export { h };
      plus(one, 1);
      """;
  private static final String CORE = """
      export const one = 1;
      export function add(a, b) {
        return a + b;
      }
      """;
  private static final String SCREEN = """
      import { add, one as first } from '../core.js';
      import { part } from '../parts/part.js';
      export { add as sum } from '../core.js';
      export default () => add(first, part);
      """;

  private final ConsoleBundle bundle = new ConsoleBundle("/c/app.js", Map.of("/c/app.js", APP, "/c/core.js", CORE,
      "/c/screens/x.js", SCREEN));

  @Test
  void modulesWhoseNamesBeginAlikeHaveNamesOfTheirOwn() {
    String text = new ConsoleBundle("/c/words.js", Map.of("/c/words.js", """
        import { some } from './words-live.js';
        export const words = { ...some };
        """, "/c/words-live.js", "export const some = {};\n")).text();
    assertTrue(text.contains("const m$words = (") && text.contains("const m$words_live = ("), text);
  }

  @Test
  void modulesAreInOneFileThoseFirstThatOthersNeed() {
    assertEquals("""
        import * as m$lib from './vendor/lib.js';
        const m$core = (() => {
        const one = 1;
        function add(a, b) {
          return a + b;
        }
        return { one, add };
        })();
        const m$app = (() => {
        // The app.
        const { add: plus,
          one } = m$core;
        const { h } = m$lib;

        plus(one, 1);
        return { h };
        })();
        export const { one: m$core$one, add: m$core$add } = m$core;
        export const { h: m$app$h } = m$app;
        """, bundle.text());
  }

  @Test
  void otherModulesAreLedToTheFile() {
    assertEquals("""
        import { m$core$add as add, m$core$one as first } from '../app.js';
        import { part } from '../parts/part.js';
        export { m$core$add as sum } from '../app.js';
        export default () => add(first, part);
        """, bundle.led("/c/screens/x.js"));
    assertTrue(bundle.has("/c/core.js"));
    assertFalse(bundle.has("/c/screens/x.js"));
  }

  @Test
  void wordsOfAPageStandInTheModuleThatSpeaksThem() {
    ConsoleBundle with = new ConsoleBundle("/c/app.js", Map.of("/c/app.js", APP, "/c/core.js", CORE, "/c/words/x.js",
        """
        // Words of x.
        import { one, add as plus } from '../core.js';
        export const words = { many: plus(one, one) };
        """, "/c/screens/x.js", """
        import { one } from '../core.js';
        import { words as w } from '../words/x.js';
        export default () => w.many + one;
        """, "/c/words/odd.js", "import { part } from '../parts/part.js';\nexport const words = {};\n",
        "/c/screens/odd.js", "import { words } from '../words/odd.js';\n"));
    assertEquals("""
        import { m$core$one, m$core$add } from '../app.js';
        import { m$core$one as one } from '../app.js';
        const { words: w } = (() => {
        // Words of x.
        const one = m$core$one, plus = m$core$add;
        const words = { many: plus(one, one) };
        return { words };
        })();
        export default () => w.many + one;
        """, with.led("/c/screens/x.js"));
    assertTrue(assertThrows(IllegalStateException.class, () -> with.led("/c/screens/odd.js")).getMessage()
        .startsWith("/c/words/odd.js takes from /c/parts/part.js"));
  }

  /** It would have a second store of what is shared, such as the messages of the corner. */
  @Test
  void aModuleThatWouldHaveOneOfThemTwiceIsNamed() {
    ConsoleBundle with = new ConsoleBundle("/c/app.js", Map.of("/c/app.js", APP, "/c/core.js", CORE,
        "/c/odd.js", "import * as core from './core.js';\n"));
    assertTrue(assertThrows(IllegalStateException.class, () -> with.led("/c/odd.js")).getMessage()
        .startsWith("/c/odd.js takes from /c/core.js"));
  }
}
