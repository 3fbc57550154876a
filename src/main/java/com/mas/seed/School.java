package com.mas.seed;

import java.util.List;
import java.util.Locale;

/** Describes the people of the sandbox and the batch that most of them are in, which has a past. */
public final class School {
  /** Mirrored from the sandbox's smallest course; the prefix that Graphy puts before the address is left out. */
  public static final Person LEARNER = new Person("Asha Kulkarni", "asha.kulkarni@learner.example",
      "learner-password-1");
  public static final Person LEAD = new Person("Meera Krishnan", "batch.lead@mas.example", "lead-password-1");
  public static final Person MENTOR = new Person("Rohan Bhattacharya", "super.mentor@mas.example",
      "mentor-password-1");

  /** Code of the batch. */
  public static final String BATCH = "DA-01";
  /** Weeks since the batch began. */
  public static final int WEEKS = 8;
  /** Sessions whose attendance is known. */
  public static final int SESSIONS = 8;

  public static final List<Student> STUDENTS = List.of(
      new Student("Rutuja Deshpande", 5, 0, 91.0, 0, 0), new Student("Mohit Saxena", 4, 1, 78.0, 0, 0),
      new Student("Jasleen Sandhu", 4, 0, 84.0, 1, 0), new Student("Arnab Chatterjee", 3, 2, 69.0, 1, 0),
      new Student("Lavanya Reddy", 5, 0, 95.0, 0, 0), new Student("Karthik Naidu", 3, 1, 72.0, 0, 0),
      new Student("Gayathri Iyer", 4, 1, 81.0, 1, 0), new Student("Shubham Tiwari", 2, 4, 58.0, 2, 0),
      new Student("Moumita Ghosh", 3, 2, 66.0, 1, 0), new Student("Harman Gill", 2, 9, 47.0, 3, 1),
      new Student("Prachi Verma", 1, 16, 38.0, 4, 1), new Student("Sai Pothula", 2, 12, 52.0, 2, 0),
      new Student("Vignesh Palani", 1, 24, null, 6, 2), new Student("Swapnil More", 0, 40, 29.0, 8, 3));

  private School() {}

  /** Account of a person in the example data. */
  public record Person(String name, String email, String password) {
    public DemoAccount account(String who) {
      return new DemoAccount(who, email, password);
    }
  }

  /**
   * A student of the batch.
   *
   * @param perWeek days a week with something done, until {@code quietFor} days ago
   * @param testMean null: not tested yet
   * @param missed number of missed sessions
   * @param open how much of agreement, payment and diagnostic is not settled
   */
  public record Student(String name, int perWeek, int quietFor, Double testMean, int missed, int open) {
    public String email() {
      return name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@learner.example";
    }

    /**
     * Returns whether the learner misses a session, 0 being the last one. A learner who has fallen silent misses the
     * latest sessions, the others early ones.
     */
    public boolean misses(int session) {
      return quietFor > 7 ? session < missed : session >= SESSIONS - missed;
    }
  }
}
