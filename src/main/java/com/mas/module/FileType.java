package com.mas.module;

/** A kind of bytes that files may be, recognized by what they are and never by what they are called. */
public enum FileType {
  PDF("application/pdf", "pdf"),
  PNG("image/png", "png"),
  JPEG("image/jpeg", "jpg"),
  GIF("image/gif", "gif"),
  WEBP("image/webp", "webp"),
  DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
  MP4("video/mp4", "mp4"),
  WEBM("video/webm", "webm"),
  /** UTF-8 without control characters, and nothing that a browser takes for a page. */
  TEXT("text/plain", "txt");

  private final String media;
  private final String extension;

  FileType(String media, String extension) {
    this.media = media;
    this.extension = extension;
  }

  /** Returns its media type. */
  public String media() {
    return media;
  }

  public String extension() {
    return extension;
  }

  public boolean isImage() {
    return this == PNG || this == JPEG || this == GIF || this == WEBP;
  }
}
