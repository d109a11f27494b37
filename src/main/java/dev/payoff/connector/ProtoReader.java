package dev.payoff.connector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Reads one message of protocol buffers field by field (protobuf.dev/programming-guides/encoding).
 * Fields that nobody asks for are skipped. It allocates no more than the texts that are read, as a
 * length can never point beyond the bytes that there are. One thread owns it.
 */
public final class ProtoReader {

    /** The bytes are no message. */
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int MAX_VARINT_BYTES = 10;

    private final ByteBuffer bytes;
    private int wire;

    /** Over these bytes. */
    public ProtoReader(byte[] message) {
        this(ByteBuffer.wrap(message));
    }

    private ProtoReader(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The number of the next field, of which the value is then read or skipped; 0 at the end. */
    public int next() {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        long tag = varint();
        long field = tag >>> 3;
        wire = (int) (tag & 7);
        if (field == 0 || field > 0x1FFF_FFFFL) {
            throw new Malformed("a field has the number " + field);
        }
        return (int) field;
    }

    /** Skips the value of the present field. */
    public void skip() {
        switch (wire) {
            case VARINT -> varint();
            case FIXED64 -> advance(8);
            case BYTES -> advance(length());
            case FIXED32 -> advance(4);
            default -> throw new Malformed("a field has the wire type " + wire);
        }
    }

    /** A whole number: int64, uint64, uint32, bool or enum. */
    public long integer() {
        expect(VARINT);
        return varint();
    }

    /** A fixed64 or sfixed64. */
    public long fixed64() {
        expect(FIXED64);
        need(8);
        return bytes.getLong();
    }

    /** A double. */
    public double real() {
        return Double.longBitsToDouble(fixed64());
    }

    /** A message within this one. */
    public ProtoReader message() {
        expect(BYTES);
        int length = length();
        need(length);
        ByteBuffer slice = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return new ProtoReader(slice);
    }

    /** A text; it must be UTF-8. */
    public String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(message().bytes).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("a text is not UTF-8");
        }
    }

    /** A repeated whole number, packed or one by one. */
    public void integers(LongConsumer each) {
        if (wire == VARINT) {
            each.accept(varint());
            return;
        }
        ProtoReader packed = message();
        while (packed.bytes.hasRemaining()) {
            each.accept(packed.varint());
        }
    }

    private void expect(int type) {
        if (wire != type) {
            throw new Malformed("a field has the wire type " + wire + " instead of " + type);
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > bytes.remaining()) {
            throw new Malformed("a length goes beyond the end");
        }
        return (int) length;
    }

    private void advance(int count) {
        need(count);
        bytes.position(bytes.position() + count);
    }

    private void need(int count) {
        if (bytes.remaining() < count) {
            throw new Malformed("it ends in the middle");
        }
    }

    private long varint() {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            need(1);
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new Malformed("a number has more than " + MAX_VARINT_BYTES + " bytes");
    }
}
