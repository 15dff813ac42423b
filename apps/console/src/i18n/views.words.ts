import { defineWords } from './language';

export const VIEWS = defineWords(
  {
    views: '视图',
    none: '还没有保存的视图。设好筛选后，在下面取名保存。',
    name: '当前筛选的名称',
    nameMissing: '请填写名称',
    save: '保存',
    replace: '覆盖同名视图',
    saved: '已保存“{name}”',
    remove: '删除视图“{name}”',
    hint: '只有您自己能看到；用同一密钥登录的任何电脑上都有。',
  },
  {
    views: 'Views',
    none: 'No view is saved yet. Set the filters, then name them below.',
    name: 'Name of the present filters',
    nameMissing: 'Give it a name',
    save: 'Save',
    replace: 'Replace that view',
    saved: '“{name}” is saved',
    remove: 'Delete the view “{name}”',
    hint: 'Seen by you alone, wherever you sign in with this key.',
  },
);
