package io.shortener.faults;

/** A round could not be carried out, or did not come to an end. */
final class FaultException extends RuntimeException {
  FaultException(String message) {
    super(message);
  }

  FaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
