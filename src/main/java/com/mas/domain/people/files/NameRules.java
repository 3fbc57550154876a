package com.mas.domain.people.files;

import com.mas.module.FileType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes names of files safe to show and to save: without folders, hidden signs, and a false ending. */
final class NameRules {
  private static final int LONGEST = 200;
  private static final int LONGEST_ENDING = 16;
  /** Control characters, signs of the direction of writing, what has no width, and what is no text at all. */
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\\ufffd]");
  private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"|?*]");
  private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
  private static final Map<FileType, Set<String>> ALSO =
      Map.of(FileType.JPEG, Set.of("jpeg", "jpe", "jfif"), FileType.MP4, Set.of("m4v"),
          FileType.TEXT, Set.of("csv", "md", "log"));

  private NameRules() {}

  /** Returns the last part of what may be a path, at most {@value #LONGEST} characters. */
  static String safe(String given) {
    String name = Normalizer.normalize(given == null ? "" : given, Normalizer.Form.NFC);
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    name = Normalizer.normalize(HIDDEN.matcher(name).replaceAll(""), Normalizer.Form.NFC);
    name = FORBIDDEN.matcher(name).replaceAll("_").replaceAll("\\s+", " ");
    name = name.replaceAll("^[. ]+|[. ]+$", "");
    if (name.isEmpty() || DEVICE.matcher(name).matches()) {
      name = "file" + (name.isEmpty() ? "" : "-" + name);
    }
    return shortened(name);
  }

  /** Returns the name with an ending that its bytes deserve: {@code cv.exe} of a PDF becomes {@code cv.exe.pdf}. */
  static String of(String name, FileType type) {
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    return ending.equals(type.extension()) || ALSO.getOrDefault(type, Set.of()).contains(ending) ? name
        : shortened(name + "." + type.extension());
  }

  private static String shortened(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 && name.length() - dot <= LONGEST_ENDING ? name.substring(dot) : "";
    int end = LONGEST - ending.length();
    return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end) + ending;
  }

  /** Returns the header that has a browser save the file under its name (RFC 6266). */
  static String disposition(String name) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "")
        .replaceAll("[^A-Za-z0-9._ ()-]", "_");
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
