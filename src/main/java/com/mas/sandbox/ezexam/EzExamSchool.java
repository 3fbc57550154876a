package com.mas.sandbox.ezexam;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exams, students and submissions, with the oddities of the real thing: phones in all writings, two students with one
 * phone, capitals in addresses, two attempts, negative marks, and one that is under evaluation.
 */
final class EzExamSchool {
  static final int MOST_EXAMS = 1_000;
  static final int MOST_SUBMISSIONS = 20_000;
  static final int MOST_CHANGES = 1_000;
  static final int QUESTIONS = 10;
  /** Has taken two exams of the demo data, one of them twice. */
  static final String LEARNER = "asha.kulkarni@learner.example";

  record Exam(String id, String title, List<String> tags, Instant starts, Instant ends, int minutes, int marks,
      String state) {
    Exam in(String other) {
      return new Exam(id, title, tags, starts, ends, minutes, marks, other);
    }
  }

  record Student(String id, String roll, String name, String email, String phone, List<String> tags) {}

  /** @param percentage null while it is under evaluation */
  record Submission(String id, Student student, int attempt, String score, int total, String percentage, int rank,
      Instant started, Instant submitted) {
    Submission marked(String newScore, String newPercentage, int newRank) {
      return new Submission(id, student, attempt, newScore, total, newPercentage, newRank, started, submitted);
    }
  }

  private static final List<Student> STUDENTS = List.of(
      new Student("st1", "R-001", "Asha Kulkarni", LEARNER, "+91 98200 11111", List.of("java", "morning")),
      new Student("st2", "R-002", "Ravi Iyer", "RAVI.IYER@Learner.Example", "098200-22222", List.of("java")),
      new Student("st3", "R-003", "Zoya Khan", "", "9820033333", List.of("sql")),
      new Student("st4", "R-004", "Imran Shaikh", "", "98200 44444", List.of("sql")),
      new Student("st5", "R-005", "Irfan Shaikh", "", "+91-9820044444", List.of("sql")),
      new Student("st6", "R-006", "Neha Joshi", "neha.joshi@learner.example", "", List.of("java")),
      new Student("st7", "R-007", "Meera Nair", "meera.nair@learner.example", "(0)98200 77777", List.of("java")));

  private final Clock clock;
  /** Exams lie around this time, and stay where they are. */
  private Instant begun;
  private final Map<String, Exam> changedExams = new LinkedHashMap<>();
  private final Map<String, Submission> changed = new LinkedHashMap<>();
  private final List<Student> created = new ArrayList<>();
  private final Map<String, List<Submission>> more = new LinkedHashMap<>();
  private int scaledExams;
  private int scaledSubmissions;

  EzExamSchool(Clock clock) {
    this.clock = clock;
    this.begun = clock.instant();
  }

  // --- what is listed -----------------------------------------------------------------------------------------------

  List<Exam> exams() {
    List<Exam> all = new ArrayList<>();
    for (Exam exam : usual()) {
      Exam now = changedExams.getOrDefault(exam.id, exam);
      if (!now.state.equals("gone")) {
        all.add(now);
      }
    }
    for (int i = 0; i < scaledExams; i++) {
      all.add(scaled(i));
    }
    return all;
  }

  private List<Exam> usual() {
    Instant now = begun;
    return List.of(
        new Exam("e101", "Java basics", List.of("java", "foundation"), day(now, -20), day(now, -19), 60, 50,
            "Published"),
        new Exam("e102", "SQL and joins", List.of("sql"), day(now, -10), day(now, -9), 45, 50, "Published"),
        new Exam("e103", "Weekly test", List.of("java", "weekly"), day(now, -1), day(now, 1), 30, 20, "Published"),
        new Exam("e104", "Final mock", List.of("java", "sql"), day(now, 3), day(now, 4), 90, 100, "Published"),
        new Exam("e105", "Arrays and strings", List.of("java"), day(now, -6), day(now, -5), 30, 20, "Published"));
  }

  private static Instant day(Instant now, int days) {
    return Instant.ofEpochSecond(now.getEpochSecond() / 3_600 * 3_600).plus(Duration.ofDays(days));
  }

  private Exam scaled(int i) {
    Instant now = begun;
    return new Exam("x" + i, "Large exam " + i, List.of("large"), day(now, -30), day(now, -29), 60, 100, "Published");
  }

  /** Returns null for an exam that there is not. */
  Exam exam(String id) {
    if (isScaled(id)) {
      return scaled(Integer.parseInt(id.substring(1)));
    }
    Exam now = changedExams.getOrDefault(id, usual().stream().filter(each -> each.id.equals(id)).findFirst()
        .orElse(null));
    return now == null || now.state.equals("gone") ? null : now;
  }

  private boolean isScaled(String id) {
    return id.matches("x[0-9]{1,4}") && Integer.parseInt(id.substring(1)) < scaledExams;
  }

  int submissions(String exam) {
    return isScaled(exam) ? scaledSubmissions : usual(exam).size();
  }

  /** Returns the n-th submission of an exam. */
  Submission submission(String exam, int n) {
    return isScaled(exam) ? scaled(exam, n) : usual(exam).get(n);
  }

  /** Returns null for one that there is not. */
  Submission submission(String id) {
    if (id.matches("x[0-9]{1,4}-[0-9]{1,5}")) {
      String[] parts = id.split("-", 2);
      int n = Integer.parseInt(parts[1]);
      return isScaled(parts[0]) && n < scaledSubmissions ? scaled(parts[0], n) : null;
    }
    return usual().stream().flatMap(exam -> usual(exam.id).stream()).filter(each -> each.id.equals(id)).findFirst()
        .orElse(null);
  }

  private List<Submission> usual(String exam) {
    List<Submission> all = new ArrayList<>();
    Instant end = begun;
    switch (exam) {
      case "e101" -> {
        all.add(of("s1001", 0, 1, "37.5", 50, "75", 2, day(end, -20)));
        all.add(of("s1002", 1, 1, "45", 50, "90", 1, day(end, -20)));
        all.add(of("s1003", 2, 1, "25", 50, "50", 4, day(end, -20)));
        all.add(of("s1004", 3, 1, "30", 50, "60", 3, day(end, -20)));
        all.add(of("s1005", 4, 1, "10", 50, "20", 5, day(end, -20)));
        all.add(of("s1006", 5, 1, "-2", 50, "-4", 6, day(end, -20)));
      }
      case "e102" -> {
        all.add(of("s1007", 0, 1, "20", 50, "40", 3, day(end, -10)));
        all.add(of("s1008", 0, 2, "41", 50, "82", 1, day(end, -9)));
        all.add(of("s1009", 6, 1, "", 50, null, 0, day(end, -9)));
      }
      default -> {}
    }
    all.addAll(more.getOrDefault(exam, List.of()));
    all.replaceAll(each -> changed.getOrDefault(each.id, each));
    return all;
  }

  private static Submission of(String id, int student, int attempt, String score, int total, String percentage,
      int rank, Instant day) {
    return new Submission(id, STUDENTS.get(student), attempt, score, total, percentage, rank, day.plusSeconds(600),
        day.plusSeconds(3_000));
  }

  private Submission scaled(String exam, int n) {
    String id = exam + "-" + n;
    Submission now = changed.get(id);
    int score = (n * 37 + 11) % 101;
    Student student = new Student("x" + n, "X-" + n, "Learner " + n, "learner" + n + "@large.example",
        "+91 9" + String.format("%09d", n), List.of("large"));
    return now != null ? now : new Submission(id, student, 1, String.valueOf(score), 100, String.valueOf(score), n + 1,
        day(begun, -30), day(begun, -30).plusSeconds(1_800));
  }

  List<Student> students(String tag, String search) {
    List<Student> all = new ArrayList<>(STUDENTS);
    all.addAll(created);
    all.removeIf(student -> tag != null && !tag.isEmpty() && !student.tags.contains(tag));
    all.removeIf(student -> search != null && !search.isEmpty() && !student.email.equalsIgnoreCase(search)
        && !student.name.equalsIgnoreCase(search));
    return all;
  }

  // --- what changes -------------------------------------------------------------------------------------------------

  /** Returns what is wrong; empty when the student was made. */
  List<String> create(String name, String email, String phone) {
    List<String> wrong = new ArrayList<>();
    if (name == null || name.isBlank()) {
      wrong.add("Name: This field is required.");
    }
    if (email != null && !email.isBlank() && students(null, email).size() > 0) {
      wrong.add("Email: Student with this Email already exists.");
    }
    if (created.size() >= MOST_CHANGES) {
      wrong.add("There are too many students.");
    }
    if (wrong.isEmpty()) {
      int number = STUDENTS.size() + created.size() + 1;
      created.add(new Student("st" + number, "R-" + String.format("%03d", number), name, email == null ? "" : email,
          phone == null ? "" : phone, List.of()));
    }
    return wrong;
  }

  int created() {
    return created.size();
  }

  Student lastCreated() {
    return created.getLast();
  }

  void state(Exam exam, String state) {
    changedExams.put(exam.id, exam.in(state));
  }

  void mark(Submission submission, String score, String percentage, int rank) {
    changed.put(submission.id, submission.marked(score, percentage, rank));
  }

  /** Adds one more attempt of the student of a submission. */
  Submission attempt(String exam, Submission of, String score, String percentage) {
    List<Submission> added = more.computeIfAbsent(exam, first -> new ArrayList<>());
    Submission next = new Submission("m" + exam + added.size(), of.student, of.attempt + 1 + added.size(), score,
        of.total, percentage, 1, of.submitted.plusSeconds(3_600), of.submitted.plusSeconds(7_200));
    added.add(next);
    return next;
  }

  int changes() {
    return changed.size() + changedExams.size() + more.values().stream().mapToInt(List::size).sum() + created.size();
  }

  void enlarge(int exams, int submissions) {
    scaledExams = exams;
    scaledSubmissions = submissions;
  }

  void reset() {
    changedExams.clear();
    changed.clear();
    created.clear();
    more.clear();
    enlarge(0, 0);
    begun = clock.instant();
  }
}
