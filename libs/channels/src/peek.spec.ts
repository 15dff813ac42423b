import { peekText } from './peek.js';

describe('a text looked at before a body is verified', () => {
  it.each([
    ['among others', '{"a":1,"name":"ck","b":{"name":"inner"}}', 'ck'],
    ['with escapes', String.raw`{"name":"c\u006b"}`, 'ck'],
    ['given twice: the last, as a parser takes it', '{"name":"one","name":"two"}', 'two'],
    ['that is none the last time', '{"name":"one","name":2}', undefined],
    ['inside another alone', '{"a":{"name":"inner"}}', undefined],
    ['in no object', '["name","ck"]', undefined],
    ['in what is broken off', '{"name":"ck","a":', undefined],
    ['in nothing', '', undefined],
  ])('%s', (_, text, found) => {
    expect(peekText(text, 'name')).toBe(found);
  });
});
