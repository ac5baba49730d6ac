/**
 * The way of all data out of an instance and into another: the commands {@code export} and {@code
 * import}. Each file of an export has a {@link io.shortener.transfer.Table} here, which alone knows
 * its columns. It uses {@code database} for the connection, {@code startup} to say why a command
 * ended, {@code urls} for the rules of links and {@code http} for CSV.
 */
@NullMarked
package io.shortener.transfer;

import org.jspecify.annotations.NullMarked;
