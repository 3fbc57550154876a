package com.mas.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Paths to operations: one hash look-up where the path has no parameter, a walk over its segments otherwise. */
final class RouteTable {
  /** @param values of the path's parameters, decoded, in order */
  record Match(Map<String, Operation> operations, List<String> values) {
    /** Returns the methods that the path does know, for a 405. */
    String allow() {
      TreeSet<String> methods = new TreeSet<>(operations.keySet());
      methods.add("OPTIONS");
      if (methods.contains("GET")) {
        methods.add("HEAD");
      }
      return String.join(", ", methods);
    }
  }

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<String, Operation> operations = new HashMap<>();
    Node parameter;
  }

  private final Node root = new Node();
  private final Map<String, Match> exact = new HashMap<>();

  /** Fails with {@link IllegalArgumentException} when the same shape of path has that method already. */
  void add(Operation operation) {
    Node node = root;
    boolean literal = true;
    for (String segment : segments(operation.path())) {
      if (segment.startsWith("{")) {
        literal = false;
        node.parameter = node.parameter == null ? new Node() : node.parameter;
        node = node.parameter;
      } else {
        node = node.literals.computeIfAbsent(segment, name -> new Node());
      }
    }
    if (node.operations.putIfAbsent(operation.method(), operation) != null) {
      throw new IllegalArgumentException("has the same path as " + node.operations.get(operation.method()).id());
    }
    if (literal) {
      exact.put(operation.path(), new Match(node.operations, List.of()));
    }
  }

  /** @param path as sent, still encoded; null when nothing is there */
  Match find(String path) {
    Match match = exact.get(path);
    if (match != null) {
      return match;
    }
    List<String> values = new ArrayList<>(2);
    Node node = walk(root, segments(path), 0, values);
    return node == null ? null : new Match(node.operations, values);
  }

  private static Node walk(Node node, String[] segments, int at, List<String> values) {
    if (at == segments.length) {
      return node.operations.isEmpty() ? null : node;
    }
    Node literal = node.literals.get(segments[at]);
    if (literal != null) {
      Node found = walk(literal, segments, at + 1, values);
      if (found != null) {
        return found;
      }
    }
    if (node.parameter == null || segments[at].isEmpty()) {
      return null;
    }
    values.add(Query.segment(segments[at]));
    Node found = walk(node.parameter, segments, at + 1, values);
    if (found == null) {
      values.removeLast();
    }
    return found;
  }

  /** One slash at the end makes no difference, as the existing front ends expect. */
  private static String[] segments(String path) {
    int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
    return path.substring(Math.min(1, end), end).split("/", -1);
  }
}
