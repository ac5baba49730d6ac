package io.shortener.urls;

import static io.shortener.urls.QrCodeResource.MAX_MARGIN;
import static io.shortener.urls.QrCodeResource.MAX_SIZE;
import static io.shortener.urls.QrCodeResource.MIN_SIZE;
import static io.shortener.urls.QrCodeResource.USUAL_MARGIN;
import static io.shortener.urls.QrCodeResource.USUAL_SIZE;

import io.shortener.reference.Content;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;

/** What there is to say of {@link QrCodeResource}. */
final class QrCodeDescription {
  private QrCodeDescription() {}

  static Description of() {
    return new Description(Topic.LINKS)
        .with(
            Operation.of("GET /urls/{id}/qr", "getQrCode", "A link's short url as a QR code")
                .query("format", "Of the picture.", Schema.word("svg", "png").orElse("svg"), "svg")
                .query(
                    "size",
                    "Of a side, in pixels.",
                    Schema.integer(MIN_SIZE, MAX_SIZE).orElse(USUAL_SIZE),
                    256)
                .query(
                    "margin",
                    "Around it, in modules; readers want 4.",
                    Schema.integer(0, MAX_MARGIN).orElse(USUAL_MARGIN),
                    4)
                .answers(
                    200,
                    "The picture.",
                    Content.text("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
                    Content.bytes("image/png"))
                .refuses(
                    400,
                    "'format' must be svg or png",
                    "'size' must be an integer from 64 to 2048",
                    "'margin' must be an integer from 0 to 20",
                    "The short url is too long for a QR code")
                .refuses(404, "URL not found"));
  }
}
