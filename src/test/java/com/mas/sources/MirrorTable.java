package com.mas.sources;

import com.mas.db.Tx;
import com.mas.runs.Counts;
import com.mas.sources.MadeUpSource.Thing;
import com.mas.testkit.House;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the rows of a phase in one table of all.
 *
 * @param writing told before each page
 */
record MirrorTable(House house, Stage<Thing> stage, Consumer<Place> writing) implements Sink<Thing> {
  @Override
  public List<String> next(Place place, List<String> after) {
    String key = after == null ? "" : String.join("/", after);
    return house.column("""
        SELECT trim('/' FROM of || '/' || id) FROM kept.thing WHERE phase = ? AND NOT gone
          AND trim('/' FROM of || '/' || id) > ? ORDER BY 1 LIMIT 1""", stage.of().name(), key).stream()
        .map(found -> List.of(found.split("/"))).findFirst().orElse(null);
  }

  @Override
  public Counts write(Tx tx, Place place, List<Thing> rows) {
    writing.accept(place);
    String[] ids = rows.stream().map(Thing::id).toArray(String[]::new);
    tx.send("""
        INSERT INTO kept.thing AS t (phase, of, id, run) SELECT $1, $2, i, $3 FROM unnest($4::text[]) AS i
        ON CONFLICT (phase, of, id) DO UPDATE SET run = $3, gone = false, written = t.written + 1""", stage.name(),
        String.join("/", place.of()), place.run(), ids);
    return Counts.NONE.plus(Counts.READ, ids.length).plus(Counts.WRITTEN, ids.length);
  }

  @Override
  public int seen(Tx tx, Place place, int read) {
    return tx.query("SELECT count(*)::int FROM kept.thing WHERE phase = $1 AND of = $2 AND run = $3", stage.name(),
        String.join("/", place.of()), place.run()).iterator().next().getInteger(0);
  }

  @Override
  public Counts whole(Tx tx, Place place) {
    return Counts.NONE.plus("gone", tx.query("""
        UPDATE kept.thing SET gone = true WHERE phase = $1 AND of = $2 AND run <> $3 AND NOT gone""", stage.name(),
        String.join("/", place.of()), place.run()).rowCount());
  }

  @Override
  public String since(Place place) {
    return house.text("SELECT mark FROM kept.since WHERE phase = ?", stage.name());
  }

  @Override
  public void since(Tx tx, Place place, String mark) {
    tx.send("INSERT INTO kept.since VALUES ($1, $2) ON CONFLICT (phase) DO UPDATE SET mark = $2", stage.name(), mark);
  }
}
