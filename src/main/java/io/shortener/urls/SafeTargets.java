package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.PublicUrl;
import io.shortener.startup.StartupException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where links may lead. Thread-safe. */
public final class SafeTargets {
  private static final Logger LOGGER = LoggerFactory.getLogger(SafeTargets.class);

  private final TargetSettings settings;
  private final Set<String> named;
  private final PublicUrl publicUrl;
  private final Domains domains;
  private volatile Set<String> blocked = Set.of();
  private Optional<FileTime> readAt = Optional.empty();
  private boolean complained;

  /**
   * @param publicUrl where the service itself is reached: no link leads there
   * @param domains where it is reached as well, whatever the port
   * @throws StartupException when a blocked host is none, or the file of them cannot be read
   */
  public SafeTargets(TargetSettings settings, PublicUrl publicUrl, Domains domains) {
    this.settings = settings;
    this.publicUrl = publicUrl;
    this.domains = domains;
    this.named = settings.hosts().stream().map(SafeTargets::checked).collect(Collectors.toSet());
    try {
      read();
    } catch (IOException e) {
      throw new StartupException(
          "The blocked hosts in "
              + settings.blockedHostsFile()
              + " cannot be read; check BLOCKED_HOSTS_FILE.",
          e);
    }
  }

  /** Reads the file again if it has changed; to be called now and then. */
  public void refresh() {
    try {
      read();
      complained = false;
    } catch (IOException e) {
      if (!complained) {
        LOGGER.error(
            "The blocked hosts in {} cannot be read; those that were read last are blocked on",
            settings.blockedHostsFile(),
            e);
      }
      complained = true;
    }
  }

  /**
   * Checks what a link shall lead to.
   *
   * @param url as {@link OriginalUrl} wants it
   * @param request tells where the service itself is reached
   * @throws ApiException 400 when no link may lead there
   */
  void check(String url, HttpServletRequest request) {
    Target target = Target.of(url);
    if (target.isSameServer(Target.of(publicUrl.of(request))) || domains.include(target.host())) {
      throw ApiException.badRequest("URL must not lead back to this service");
    }
    if (isBlocked(target)) {
      throw ApiException.badRequest("URL leads to a blocked host");
    }
    if (!settings.allowPrivate() && PrivateHosts.contain(target.host())) {
      throw ApiException.badRequest("URL must not lead to a private address");
    }
  }

  /** Whether a link that was made before must not be followed now. */
  public boolean isBlocked(String url) {
    return !blocked.isEmpty() && isBlocked(Target.of(url));
  }

  private boolean isBlocked(Target target) {
    Set<String> hosts = blocked;
    String name = target.host();
    while (!hosts.contains(name)) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        return false;
      }
      name = name.substring(dot + 1);
    }
    return true;
  }

  private synchronized void read() throws IOException {
    Set<String> hosts = new HashSet<>(named);
    if (settings.file().isPresent()) {
      Path file = settings.file().get();
      FileTime changed = Files.getLastModifiedTime(file);
      if (readAt.filter(changed::equals).isPresent()) {
        return;
      }
      hosts.addAll(read(file));
      readAt = Optional.of(changed);
      LOGGER.info("{} hosts are blocked", hosts.size());
    }
    blocked = Set.copyOf(hosts);
  }

  /** The hosts of a file; what is no host keeps out no other. */
  private static Set<String> read(Path file) throws IOException {
    Set<String> hosts = new HashSet<>();
    List<String> others = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      for (String text : TargetSettings.parted(line.replaceFirst("#.*", ""))) {
        Target.host(text).ifPresentOrElse(hosts::add, () -> others.add(text));
      }
    }
    if (!others.isEmpty()) {
      LOGGER.warn(
          "{} names in {} are none of hosts and block nothing, the first is {}",
          others.size(),
          file,
          others.get(0));
    }
    return hosts;
  }

  private static String checked(String text) {
    return Target.host(text)
        .orElseThrow(
            () ->
                new StartupException(
                    "BLOCKED_HOSTS has " + text + ", which is not the name of a host."));
  }
}
