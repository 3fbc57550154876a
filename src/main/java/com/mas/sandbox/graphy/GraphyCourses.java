package com.mas.sandbox.graphy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The school's courses, and those that benchmarks fill: by {@link #fill}, or by asking for {@code scale-<learners>},
 * which exists without being listed.
 */
final class GraphyCourses {
  static final int MOST_LEARNERS = 200_000;
  static final int MOST_FILLED = 16;
  /** The smallest, with {@link GraphyLearners#ASHA} and the others of fixed parts. */
  static final String SMALLEST = "64b0c1f2a9e8d7c6b5000009";

  private static final Pattern SCALE = Pattern.compile("scale-([1-9][0-9]{0,5})");

  private static final List<GraphyCourse> SCHOOL = List.of(
      GraphyCourse.of("64b0c1f2a9e8d7c6b5000001", 1, "Data Science and Machine Learning",
          "data-science-machine-learning", true, 1_600, 0, 7,
          "Python for data", "Statistics that matter", "Working with pandas", "Visualisation", "Regression",
          "Classification", "Trees and ensembles", "Clustering", "Model evaluation", "Capstone project"),
      GraphyCourse.of("64b0c1f2a9e8d7c6b5000002", 2, "Full-Stack Web Development",
          "full-stack-web-development", true, 1_187, 1_500, 11,
          "HTML and CSS", "Modern JavaScript", "React", "Node and Express", "Databases", "Authentication", "Testing",
          "Deployment", "Capstone project"),
      GraphyCourse.of("64b0c1f2a9e8d7c6b5000003", 3, "Data Analytics with Excel and Power BI",
          "data-analytics-excel-power-bi", true, 953, 2_600, 13,
          "Excel foundations", "Cleaning data", "Pivot tables", "Power Query", "Data models and DAX", "Dashboards",
          "Telling the story"),
      GraphyCourse.of("64b0c1f2a9e8d7c6b5000004", 4, "SQL from Zero to Interviews",
          "sql-zero-to-interviews", true, 719, 700, 5,
          "Selecting and filtering", "Joins", "Grouping", "Subqueries and CTEs", "Window functions",
          "Interview problems"),
      GraphyCourse.of("64b0c1f2a9e8d7c6b5000005", 5, "Python Foundations",
          "python-foundations", true, 541, 1_400, 17,
          "First programs", "Collections", "Functions", "Files and errors", "Objects", "Small projects"),
      GraphyCourse.of("64b0c1f2a9e8d7c6b5000006", 6, "Aptitude and Reasoning for Placements",
          null, true, 409, 2_300, 19,
          "Numbers", "Percentages and ratios", "Time, speed and work", "Logical reasoning", "Verbal ability",
          "Mock tests"),
      GraphyCourse.of("64b0c1f2a9e8d7c6b5000007", 7, "Generative AI for Developers",
          "generative-ai-developers", true, 263, 3_337, 23,
          "How language models work", "Prompting", "Retrieval", "Agents and tools", "Evaluation", "Shipping safely"),
      GraphyCourse.of("64b0c1f2a9e8d7c6b5000008", 8, "Data Structures and Algorithms in Java",
          "dsa-java", true, 127, 900, 29,
          "Complexity", "Arrays and strings", "Lists, stacks and queues", "Trees", "Graphs", "Sorting and searching",
          "Dynamic programming", "Contest practice"),
      GraphyCourse.of(SMALLEST, 9, "Interview Communication Bootcamp",
          "interview-communication-bootcamp", true, 61, 0, 1,
          "Introducing yourself", "Telling your project", "Behavioural questions", "Group discussions",
          "Mock interviews"),
      GraphyCourse.of("64b0c1f2a9e8d7c6b500000a", 10, "Product Management (pilot batch)",
          "product-management-pilot", false, 89, 3_000, 31,
          "What a product manager does", "Discovery", "Writing requirements", "Metrics", "Launch"));

  private final Map<String, GraphyCourse> filled = new LinkedHashMap<>();

  /** The list: the school's in their own order, then those that were made by {@link #fill}. */
  List<GraphyCourse> all() {
    List<GraphyCourse> all = new ArrayList<>();
    for (GraphyCourse course : SCHOOL) {
      all.add(filled.getOrDefault(course.id(), course));
    }
    filled.values().stream().filter(course -> ofSchool(course.id()) == null).forEach(all::add);
    return all;
  }

  /** Null when there is none. */
  GraphyCourse byId(String id) {
    GraphyCourse course = filled.get(id);
    if (course != null) {
      return course;
    }
    course = ofSchool(id);
    return course != null ? course : scaled(id);
  }

  /** Gives a course, or a new one, so many learners. False when there are too many such courses already. */
  boolean fill(String id, int learners) {
    if (filled.size() >= MOST_FILLED && !filled.containsKey(id)) {
      return false;
    }
    GraphyCourse course = ofSchool(id);
    filled.put(id, course != null ? course.filled(learners) : made(id, learners));
    return true;
  }

  void empty() {
    filled.clear();
  }

  int filled() {
    return filled.size();
  }

  /** Returns how many of the crowd have an account because a course was filled. */
  int crowd(long now) {
    return filled.values().stream().mapToInt(course -> course.enrolled(now)).max().orElse(0);
  }

  private static GraphyCourse ofSchool(String id) {
    for (GraphyCourse course : SCHOOL) {
      if (course.id().equals(id)) {
        return course;
      }
    }
    return null;
  }

  private static GraphyCourse scaled(String id) {
    Matcher scale = SCALE.matcher(id);
    if (!scale.matches()) {
      return null;
    }
    int learners = Integer.parseInt(scale.group(1));
    return learners > MOST_LEARNERS ? null : made(id, learners);
  }

  private static GraphyCourse made(String id, int learners) {
    return SCHOOL.getFirst().renamed(id, "Course of " + learners + " learners").filled(learners);
  }
}
