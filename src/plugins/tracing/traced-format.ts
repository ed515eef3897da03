import type { ParsedSchema, ParseResult, SchemaFormat } from '../../registry/format.ts';
import type { Tracer } from './tracer.ts';

/** The format, with a span for each schema that a request has it read, and for each comparison. */
export function tracedFormat(format: SchemaFormat, tracer: Tracer): SchemaFormat {
  const { type } = format;
  return {
    type,
    parse(text, references, work) {
      const parse = () => format.parse(text, references, work);
      const attributes = { 'schemagate.schema.type': type, 'schemagate.schema.characters': text.length };
      const read = tracer.active ? tracer.during('schema parse', { attributes }, parse) : parse();
      return read instanceof Promise
        ? read.then((result) => tracedResult(result, tracer))
        : tracedResult(read, tracer);
    },
  };
}

function tracedResult(result: ParseResult, tracer: Tracer): ParseResult {
  if (result.ok) traceComparisons(result.schema, tracer);
  return result;
}

/** In place, since a format takes only schemas of its own making for a comparison. */
function traceComparisons(schema: ParsedSchema, tracer: Tracer): void {
  const compare = schema.incompatibilities.bind(schema);
  schema.incompatibilities = (writer, options, work) => {
    const call = () => compare(writer, options, work);
    if (!tracer.active) return call();
    const attributes = { 'schemagate.compatibility.direction': options.direction };
    return tracer.during('compatibility', { attributes }, call);
  };
}
