import fastify, {
  type FastifyPluginAsync,
  type FastifySchemaCompiler,
  type FastifySerializerCompiler,
} from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { ajvOptions } from './validation.ts';

type Serialize = ReturnType<FastifySerializerCompiler<unknown>>;

// Many routes answer by the same schemas, errors above all, and a process may have several services.
const serializers = new WeakMap<object, Serialize>();
let ordinary: Promise<Compilers> | undefined;

const plugin: FastifyPluginAsync = async (app) => {
  ordinary ??= ordinaryCompilers();
  const { validator, serializer } = await ordinary;
  app.setValidatorCompiler((route) => {
    let validate: ReturnType<typeof validator> | undefined;
    return (data) => {
      validate ??= validator(route);
      const verdict = validate(data);
      return verdict === false && validate.errors ? { error: validate.errors } : verdict;
    };
  });
  app.setSerializerCompiler((route) => {
    const schema = route.schema as object;
    let serialize: Serialize | undefined;
    return (data) => {
      if (!serialize) {
        serialize = serializers.get(schema) ?? serializer(route);
        serializers.set(schema, serialize);
      }
      return serialize(data);
    };
  });
};

/**
 * Compiles the schema of a route at its first request. All together would take a third of the start.
 */
export const lazySchemas = fastifyPlugin(plugin, { name: 'lazy-schemas' });

interface Compilers {
  readonly validator: FastifySchemaCompiler<unknown>;
  readonly serializer: FastifySerializerCompiler<unknown>;
}

/** Fastify's own compilers. It makes them for the first route that has a schema, and shows them then. */
async function ordinaryCompilers(): Promise<Compilers> {
  const sample = fastify({ ajv: ajvOptions });
  const schema = { querystring: { type: 'object' }, response: { 200: { type: 'object' } } };
  sample.get('/', { schema }, () => ({}));
  await sample.ready();
  const { validatorCompiler: validator, serializerCompiler: serializer } = sample;
  if (!validator || !serializer) throw new Error('Fastify showed no compilers');
  return { validator, serializer };
}
