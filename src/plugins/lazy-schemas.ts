import fastify, {
  type FastifyPluginAsync,
  type FastifySchemaCompiler,
  type FastifySerializerCompiler,
} from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { ajvOptions } from './validation.ts';

const plugin: FastifyPluginAsync = async (app) => {
  const { validator, serializer } = await ordinaryCompilers();
  app.setValidatorCompiler((route) => {
    let validate: ReturnType<typeof validator> | undefined;
    return (data) => {
      validate ??= validator(route);
      const verdict = validate(data);
      return verdict === false && validate.errors ? { error: validate.errors } : verdict;
    };
  });
  app.setSerializerCompiler((route) => {
    let serialize: ReturnType<typeof serializer> | undefined;
    return (data) => {
      serialize ??= serializer(route);
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
