package com.mas.domain.people.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mas.module.FileType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesTest {
  @TempDir private Path folder;

  @Test
  void aSmallPictureHasTheShapeOfTheLargeOne() throws IOException {
    BufferedImage small = small(FileType.PNG, SampleFiles.picture("png", 3_000, 1_500));
    assertEquals(256, small.getWidth());
    assertEquals(128, small.getHeight());
    assertTrue(isRed(small, 20, 64) && isBlue(small, 230, 64));
    BufferedImage tiny = small(FileType.PNG, SampleFiles.picture("png", 20, 10));
    assertEquals(20, tiny.getWidth());
  }

  /** The left half of the picture is red; turned as the camera was held, it is elsewhere. */
  @ParameterizedTest
  @CsvSource({"1,left", "2,right", "3,right", "4,left", "5,top", "6,top", "7,bottom", "8,bottom"})
  void aPictureIsTurnedAsTheCameraWasHeld(int orientation, String red) throws IOException {
    BufferedImage small = small(FileType.JPEG, turned(SampleFiles.picture("jpg", 400, 200), orientation));
    boolean upright = orientation >= 5;
    assertEquals(upright ? 128 : 256, small.getWidth());
    int width = small.getWidth() - 1;
    int height = small.getHeight() - 1;
    assertEquals(red.equals("left"), isRed(small, 8, height / 2) && isBlue(small, width - 8, height / 2));
    assertEquals(red.equals("right"), isBlue(small, 8, height / 2) && isRed(small, width - 8, height / 2));
    assertEquals(red.equals("top"), isRed(small, width / 2, 8) && isBlue(small, width / 2, height - 8));
    assertEquals(red.equals("bottom"), isBlue(small, width / 2, 8) && isRed(small, width / 2, height - 8));
  }

  @Test
  void ofWhatIsHugeOrBrokenThereIsNone() throws IOException {
    byte[] huge = SampleFiles.hugePng(30_000, 30_000);
    assertNull(Pictures.small(FileType.PNG, file(huge), huge));
    byte[] cut = Arrays.copyOf(SampleFiles.picture("png", 300, 300), 200);
    assertNull(Pictures.small(FileType.PNG, file(cut), cut));
  }

  private BufferedImage small(FileType type, byte[] bytes) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Pictures.small(type, file(bytes), bytes)));
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("picture"), bytes);
  }

  private static byte[] turned(byte[] jpeg, int orientation) {
    byte[] exif = SampleFiles.joined(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34}, SampleFiles.bytes("Exif\0\0MM"),
        new byte[] {0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0});
    return SampleFiles.joined(Arrays.copyOf(jpeg, 2), exif, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  private static boolean isRed(BufferedImage of, int x, int y) {
    return (of.getRGB(x, y) >> 16 & 0xff) > 200 && (of.getRGB(x, y) & 0xff) < 80;
  }

  private static boolean isBlue(BufferedImage of, int x, int y) {
    return (of.getRGB(x, y) & 0xff) > 200 && (of.getRGB(x, y) >> 16 & 0xff) < 80;
  }
}
