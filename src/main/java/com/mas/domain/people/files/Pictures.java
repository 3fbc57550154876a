package com.mas.domain.people.files;

import com.mas.module.FileType;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads how large pictures are, without decoding them, and makes small ones of them. Blocks and takes processor time:
 * for a pool of its own. Of a large picture only every so many points are decoded, so that memory stays bounded.
 */
final class Pictures {
  /** Points of a picture that is taken at all. */
  static final long MOST_POINTS = 100_000_000;
  /** Points of a picture of which a small one is made; a decoder may hold several bytes for each. */
  private static final long MOST_DECODED = 25_000_000;
  private static final int SIDE = 256;
  private static final int MOST_BYTES = 48 << 10;

  record Size(int width, int height) {
    long points() {
      return (long) width * height;
    }
  }

  static {
    ImageIO.setUseCache(false);
  }

  private Pictures() {}

  /** Returns the size that a picture says it has; null when it says none. */
  static Size size(FileType type, byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head);
    return switch (type) {
      case PNG -> head.length < 24 ? null : new Size(bytes.getInt(16), bytes.getInt(20));
      case GIF -> head.length < 10 ? null : new Size(bytes.order(ByteOrder.LITTLE_ENDIAN).getShort(6) & 0xffff,
          bytes.getShort(8) & 0xffff);
      case JPEG -> jpeg(bytes);
      case WEBP -> webp(head, bytes.order(ByteOrder.LITTLE_ENDIAN));
      default -> null;
    };
  }

  private static Size jpeg(ByteBuffer bytes) {
    int at = 2;
    while (at + 9 < bytes.limit() && bytes.get(at) == (byte) 0xff) {
      int marker = bytes.get(at + 1) & 0xff;
      if (marker == 0xff) {
        at++;
      } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
        return new Size(bytes.getShort(at + 7) & 0xffff, bytes.getShort(at + 5) & 0xffff);
      } else {
        at += 2 + (bytes.getShort(at + 2) & 0xffff);
      }
    }
    return null;
  }

  private static Size webp(byte[] head, ByteBuffer bytes) {
    if (head.length < 30) {
      return null;
    }
    return switch (head[15]) {
      case 'X' -> new Size((bytes.getInt(24) & 0xffffff) + 1, (bytes.getInt(26) >>> 8 & 0xffffff) + 1);
      case 'L' -> new Size((bytes.getInt(21) & 0x3fff) + 1, (bytes.getInt(21) >>> 14 & 0x3fff) + 1);
      default -> new Size(bytes.getShort(26) & 0x3fff, bytes.getShort(28) & 0x3fff);
    };
  }

  /** Returns a small JPEG; null where none can be made. */
  static byte[] small(FileType type, Path file, byte[] head) {
    Size told = size(type, head);
    if (told == null || told.points() > MOST_DECODED || type == FileType.WEBP) {
      return null;
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(type.name());
      if (in == null || !readers.hasNext()) {
        return null;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        Size size = new Size(reader.getWidth(0), reader.getHeight(0));
        if (size.points() > MOST_DECODED || size.points() < 1) {
          return null;
        }
        ImageReadParam sparse = reader.getDefaultReadParam();
        int every = Math.max(1, Math.min(size.width, size.height) / (2 * SIDE));
        sparse.setSourceSubsampling(every, every, 0, 0);
        return encoded(scaled(reader.read(0, sparse), type == FileType.JPEG ? orientation(head) : 1));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException broken) {
      return null; // a picture that cannot be decoded is a file like others
    }
  }

  private static BufferedImage scaled(BufferedImage from, int orientation) {
    double factor = Math.min(1, (double) SIDE / Math.max(from.getWidth(), from.getHeight()));
    int width = (int) Math.max(1, Math.round(from.getWidth() * factor));
    int height = (int) Math.max(1, Math.round(from.getHeight() * factor));
    boolean turned = orientation >= 5;
    BufferedImage to = new BufferedImage(turned ? height : width, turned ? width : height, BufferedImage.TYPE_INT_RGB);
    Graphics2D draw = to.createGraphics();
    try {
      draw.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      draw.setColor(Color.WHITE);
      draw.fillRect(0, 0, to.getWidth(), to.getHeight());
      draw.transform(turning(orientation, width, height));
      draw.drawImage(from, 0, 0, width, height, null);
    } finally {
      draw.dispose();
    }
    return to;
  }

  /** Returns what turns a picture as the camera was held, by the eight ways of EXIF. */
  private static AffineTransform turning(int orientation, int width, int height) {
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
      default -> new AffineTransform();
    };
  }

  /** Returns how the camera was held, 1 to 8, as EXIF tells; 1 where it does not. */
  static int orientation(byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head);
    int at = 2;
    while (at + 18 < head.length && head[at] == (byte) 0xff && (head[at + 1] & 0xff) != 0xda) {
      int length = bytes.getShort(at + 2) & 0xffff;
      if ((head[at + 1] & 0xff) == 0xe1 && bytes.getInt(at + 4) == 0x45786966) { // Exif
        return orientation(head, at + 10, Math.min(head.length, at + 2 + length));
      }
      at += 2 + length;
    }
    return 1;
  }

  private static int orientation(byte[] head, int begin, int end) {
    if (begin + 8 > end) {
      return 1;
    }
    ByteBuffer bytes = ByteBuffer.wrap(head, begin, end - begin).slice();
    bytes.order(bytes.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = bytes.getInt(4);
    if (directory < 8 || directory + 2 > bytes.limit()) {
      return 1;
    }
    int entries = bytes.getShort(directory) & 0xffff;
    for (int i = 0, at = directory + 2; i < entries && at + 12 <= bytes.limit(); i++, at += 12) {
      if (bytes.getShort(at) == 0x0112) {
        int value = bytes.getShort(at + 8);
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }

  private static byte[] encoded(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean written = ImageIO.write(image, "jpg", out);
    return written && out.size() <= MOST_BYTES ? out.toByteArray() : null;
  }
}
