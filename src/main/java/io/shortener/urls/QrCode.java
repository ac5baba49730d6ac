package io.shortener.urls;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import io.shortener.http.ApiException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A text as a QR code, black on white.
 *
 * @param text what a camera reads: a short url
 * @param size of a side, in pixels
 * @param margin around it, in modules; readers want 4
 */
record QrCode(String text, int size, int margin) {
  /** As a PNG, whose modules are whole pixels: what is left over is margin. */
  byte[] png() {
    BitMatrix pixels = matrix(size);
    BufferedImage image =
        new BufferedImage(pixels.getWidth(), pixels.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < pixels.getHeight(); y++) {
      for (int x = 0; x < pixels.getWidth(); x++) {
        image.setRGB(x, y, (pixels.get(x, y) ? Color.BLACK : Color.WHITE).getRGB());
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }

  /** As an SVG: a rectangle for each run of dark modules in a row. */
  String svg() {
    BitMatrix modules = matrix(0);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        int start = x;
        while (x < modules.getWidth() && modules.get(x, y)) {
          x++;
        }
        if (x > start) {
          path.append("M%d %dh%dv1h-%dz".formatted(start, y, x - start, x - start));
        }
      }
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>
        """
        .formatted(
            size,
            size,
            modules.getWidth(),
            modules.getHeight(),
            modules.getWidth(),
            modules.getHeight(),
            path);
  }

  /**
   * @param pixels of a side; 0 for one a module
   */
  private BitMatrix matrix(int pixels) {
    try {
      return new QRCodeWriter()
          .encode(
              text, BarcodeFormat.QR_CODE, pixels, pixels, Map.of(EncodeHintType.MARGIN, margin));
    } catch (WriterException e) {
      // Its host is as long as the client says, unless a setting names it.
      throw ApiException.badRequest("The short url is too long for a QR code");
    }
  }
}
