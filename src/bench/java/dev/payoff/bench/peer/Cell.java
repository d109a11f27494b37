package dev.payoff.bench.peer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A window as the peers keep it. Exact, like the product's; mutable, as a plain loop would have it.
 */
public final class Cell {
    public long count;
    public BigDecimal sum = BigDecimal.ZERO;
    public BigDecimal least;
    public BigDecimal most;
    public BigDecimal last;
    public long lastMillis = Long.MIN_VALUE;

    /** Readings of one metric come in the order of the log. */
    Cell add(BigDecimal value, long observedMillis) {
        count++;
        sum = sum.add(value);
        least = least == null || value.compareTo(least) < 0 ? value : least;
        most = most == null || value.compareTo(most) > 0 ? value : most;
        if (observedMillis >= lastMillis) {
            lastMillis = observedMillis;
            last = value;
        }
        return this;
    }

    Cell copy() {
        Cell copy = new Cell();
        copy.count = count;
        copy.sum = sum;
        copy.least = least;
        copy.most = most;
        copy.last = last;
        copy.lastMillis = lastMillis;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeLong(lastMillis);
        for (BigDecimal number : new BigDecimal[] {sum, least, most, last}) {
            byte[] digits = number.unscaledValue().toByteArray();
            out.writeByte(number.scale());
            out.writeByte(digits.length);
            out.write(digits);
        }
    }

    static Cell read(DataInput in) throws IOException {
        Cell cell = new Cell();
        cell.count = in.readLong();
        cell.lastMillis = in.readLong();
        cell.sum = number(in);
        cell.least = number(in);
        cell.most = number(in);
        cell.last = number(in);
        return cell;
    }

    private static BigDecimal number(DataInput in) throws IOException {
        int scale = in.readByte();
        byte[] digits = new byte[in.readByte()];
        in.readFully(digits);
        return new BigDecimal(new BigInteger(digits), scale);
    }
}
