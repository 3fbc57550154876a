package com.mas.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mas.bus.Schemas.Side;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemasTest {
  enum State {
    @JsonProperty("new") NEW, @JsonProperty("old") OLD
  }

  record Inner(String label, @Nullable Integer count) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sparse(String label, @Nullable State state) {}

  record Tree(String name, @Nullable Tree parent) {}

  record Wrapped(@JsonValue JsonNode json) {}

  record Other(@Nullable State state, @Nullable Inner inner, @Nullable @OneOf({"a", "b"}) String word) {}

  private final ObjectNode components = Json.MAPPER.createObjectNode();
  private final Schemas answers = new Schemas(Side.ANSWER, components, Schemas.WORDLESS);

  private static void assertIs(String expected, JsonNode schema) {
    assertEquals(expected, schema.toString().replace("\"", ""));
  }

  private String property(Side side, Class<?> record, String name) {
    return answers.on(side).properties(Json.MAPPER.constructType(record)).get(name).schema().toString()
        .replace("\"", "");
  }

  record Types(String text, int whole, Long large, Double part, BigDecimal money, boolean yes, UUID id, Instant at,
      LocalDate day, JsonNode free, ObjectNode object, byte[] bytes, List<String> list, Set<UUID> set,
      Map<String, Integer> map, State state, DayOfWeek weekday, List<Inner> inner, Wrapped wrapped) {}

  @Test
  void everyTypeHasItsSchema() {
    Map<String, String> expected = Map.ofEntries(Map.entry("text", "{type:string}"),
        Map.entry("whole", "{type:integer}"), Map.entry("large", "{type:integer}"),
        Map.entry("part", "{type:number}"), Map.entry("money", "{type:number}"), Map.entry("yes", "{type:boolean}"),
        Map.entry("id", "{type:string,format:uuid}"), Map.entry("at", "{type:string,format:date-time}"),
        Map.entry("day", "{type:string,format:date}"), Map.entry("free", "{}"),
        Map.entry("object", "{type:object,additionalProperties:true}"),
        Map.entry("bytes", "{type:string,contentEncoding:base64}"),
        Map.entry("list", "{type:array,items:{type:string}}"),
        Map.entry("set", "{type:array,items:{type:string,format:uuid},uniqueItems:true}"),
        Map.entry("map", "{type:object,additionalProperties:{type:integer}}"),
        Map.entry("state", "{$ref:#/components/schemas/SchemasTest.State}"),
        Map.entry("weekday", "{type:string,enum:[MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY]}"),
        Map.entry("inner", "{type:array,items:{$ref:#/components/schemas/SchemasTest.Inner}}"),
        Map.entry("wrapped", "{}"));
    expected.forEach((name, schema) -> assertEquals(schema, property(Side.ANSWER, Types.class, name), name));
    assertIs("{type:string,enum:[new,old]}", components.get("SchemasTest.State"));
    assertIs("{type:object,properties:{label:{type:string},count:{type:[integer,null]}},required:[label,count]}",
        components.get("SchemasTest.Inner"));
  }

  @Test
  void whatMayBeAbsentIsNullOrLeftOutAsTheRecordWritesIt() {
    assertEquals("{oneOf:[{$ref:#/components/schemas/SchemasTest.State},{type:null}]}",
        property(Side.ANSWER, Other.class, "state"));
    assertEquals("{type:[string,null],enum:[a,b,null]}", property(Side.ANSWER, Other.class, "word"));
    assertEquals("{type:string,enum:[a,b]}", property(Side.INPUT, Other.class, "word"));
    answers.of(Sparse.class);
    assertIs("{type:object,properties:{label:{type:string},state:{$ref:#/components/schemas/SchemasTest.State}},"
        + "required:[label]}", components.get("SchemasTest.Sparse"));
  }

  @Test
  void whatAClientSendsIsDescribedInPlace() {
    assertIs("{type:object,properties:{label:{type:string},count:{type:integer}},required:[label]}",
        answers.on(Side.INPUT).of(Inner.class));
  }

  @Test
  void overTheBusItMayBeNullAndLeftOut() {
    answers.on(Side.BUS).of(Inner.class);
    assertIs("{type:object,properties:{label:{type:string},count:{type:[integer,null]}},required:[label]}",
        components.get("SchemasTest.Inner"));
  }

  @Test
  void aRecordMayHoldItsKind() {
    answers.of(Tree.class);
    assertIs("{type:object,properties:{name:{type:string},parent:{oneOf:[{$ref:#/components/schemas/SchemasTest.Tree},"
        + "{type:null}]}},required:[name,parent]}", components.get("SchemasTest.Tree"));
  }

  record Bounded(@Size(min = 1, max = 9) String text, @Visible @Size(max = 5) String name, @Min(1) @Max(5) int stars,
      @Size(max = 3) List<@Size(max = 2) String> tags, @Size(max = 4) Map<String, @Max(7) Integer> counts,
      @OneOf("new") State some, @Nullable @Limit(max = 20, standard = 5) Integer limit, @Nullable @Offset Long offset,
      @Default("old") State state, @Default("false") boolean yes) {}

  @Test
  void boundsAndDefaultsArePartOfIt() {
    Map<String, String> expected = Map.of("text", "{type:string,minLength:1,maxLength:9}",
        "name", "{type:string,pattern:" + Json.write(Text.VISIBLE).replace("\"", "") + ",minLength:1,maxLength:5}",
        "stars", "{type:integer,minimum:1,maximum:5}",
        "tags", "{type:array,items:{type:string,maxLength:2},maxItems:3}",
        "counts", "{type:object,additionalProperties:{type:integer,maximum:7},maxProperties:4}",
        "some", "{type:string,enum:[new]}",
        "limit", "{type:integer,minimum:1,maximum:20,default:5}",
        "offset", "{type:integer,minimum:0,maximum:1000000000,default:0}",
        "state", "{$ref:#/components/schemas/SchemasTest.State,default:old}",
        "yes", "{type:boolean,default:false}");
    expected.forEach((name, schema) -> assertEquals(schema, property(Side.INPUT, Bounded.class, name), name));
    assertIs("[text,name,stars,tags,counts,some]",
        answers.on(Side.INPUT).of(Bounded.class).get("required"));
  }

  @Test
  void peoplesWordsAreAdded() {
    Schemas worded = new Schemas(Side.ANSWER, components, (type, name) -> Json.MAPPER.createObjectNode()
        .put("description", type.getSimpleName() + " " + name));
    worded.of(Sparse.class);
    assertIs("{type:object,properties:{label:{type:string,description:Sparse label},"
        + "state:{$ref:#/components/schemas/SchemasTest.State,description:Sparse state}},required:[label],"
        + "description:Sparse null}", components.get("SchemasTest.Sparse"));
  }

  @Test
  void twoTypesOfOneNameAreAMistake() {
    answers.of(Same.Deep.class);
    assertThrows(IllegalStateException.class, () -> answers.of(Also.Same.Deep.class));
  }

  static final class Same {
    record Deep() {}
  }

  static final class Also {
    static final class Same {
      record Deep() {}
    }
  }
}
