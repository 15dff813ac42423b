import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { CommandHandler, QueryHandler } from '@nestjs/cqrs';

/** A feature as the server sees it: where it listens, and what its commands and queries run. */
export interface ServerFeature {
  readonly name: string;
  readonly controllers: readonly Type[];
  readonly handlers: readonly Provider[];
}

/** The module of a feature. All of them look the same, so none is written out. */
export function featureModule({ name, controllers, handlers }: ServerFeature): DynamicModule {
  @Module({})
  class FeatureModule {}
  Object.defineProperty(FeatureModule, 'name', { value: `${name}Module` });
  return { module: FeatureModule, controllers: [...controllers], providers: [...handlers] };
}

/** The one command handler of a feature: its wrapper class goes to the function that runs all its commands. */
export function commandHandler<M extends object>(wrapper: Type<M>, run: (message: M) => Promise<unknown>): Type {
  class Handler {
    execute(message: M): Promise<unknown> {
      return run(message);
    }
  }
  CommandHandler(wrapper as never)(Handler);
  return Handler;
}

/** The one query handler of a read model. */
export function queryHandler<M extends object>(wrapper: Type<M>, answer: (message: M) => Promise<unknown>): Type {
  class Handler {
    execute(message: M): Promise<unknown> {
      return answer(message);
    }
  }
  QueryHandler(wrapper as never)(Handler);
  return Handler;
}
