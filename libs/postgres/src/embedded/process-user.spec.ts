import { chooseUser } from './process-user.js';

const PASSWD = `root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
postgres:x:101:104::/var/lib/postgresql:/bin/bash
shop:x:1000:1000::/home/shop:/bin/bash
`;

describe('the account that root runs PostgreSQL under', () => {
  it('is one made for it before nobody', () => {
    expect(chooseUser(PASSWD, undefined)).toEqual({ name: 'postgres', uid: 101, gid: 104 });
    expect(chooseUser(PASSWD.replace(/postgres.*\n/, ''), undefined)?.name).toBe('nobody');
  });

  it('is the owner of the data folder when there is one already', () => {
    expect(chooseUser(PASSWD, 1000)?.name).toBe('shop');
    expect(chooseUser(PASSWD, 4711)?.name).toBe('postgres');
  });

  it('is never root, nor an account with a negative id', () => {
    expect(chooseUser('root:x:0:0::/root:/bin/sh\nnobody:*:-2:-2::/var/empty:/usr/bin/false\n', 0)).toBeUndefined();
  });
});
