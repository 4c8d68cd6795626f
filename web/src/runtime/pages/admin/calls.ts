/** What administration asks of the server. */
import { get, patch, post, put, remove } from "../../../platform/api/client";
import type { Page, Ref } from "../../../platform/api/types";

export interface Account {
  id: string;
  username: string;
  name: string;
  department: Ref | null;
  superior: Ref | null;
  email: string | null;
  phone: string | null;
  admin: boolean;
  builder: boolean;
  active: boolean;
}

export interface AccountBody {
  username?: string;
  name?: string;
  password?: string;
  department?: string | null;
  superior?: string | null;
  email?: string | null;
  phone?: string | null;
  admin?: boolean;
  builder?: boolean;
  active?: boolean;
}

export interface DepartmentRow extends Ref {
  parent: string | null;
  head?: Ref | null;
}

export interface RoleMembers {
  users: Ref[];
  departments: Ref[];
}

export const admin = {
  users: (q: string, cursor?: string) => get<Page<Account>>("/api/admin/users", { q, cursor, limit: 50 }),
  addUser: (body: AccountBody) => post<Account>("/api/admin/users", body),
  changeUser: (id: string, body: AccountBody) => patch<Account>(`/api/admin/users/${id}`, body),
  reset: (id: string) => post<{ token: string }>(`/api/admin/users/${id}/reset`),
  departments: () => get<{ items: DepartmentRow[] }>("/api/admin/departments"),
  addDepartment: (body: { name: string; parent: string | null; head: string | null }) => post<DepartmentRow>("/api/admin/departments", body),
  changeDepartment: (id: string, body: { name?: string; parent?: string | null; head?: string | null }) => patch<DepartmentRow>(`/api/admin/departments/${id}`, body),
  dropDepartment: (id: string) => remove<undefined>(`/api/admin/departments/${id}`),
  roles: (app: string) => get<{ items: { key: string; name: string }[] }>(`/api/admin/apps/${app}/roles`),
  members: (app: string, role: string) => get<RoleMembers>(`/api/admin/apps/${app}/roles/${role}/members`),
  setMembers: (app: string, role: string, body: { users: string[]; departments: string[] }) => put<RoleMembers>(`/api/admin/apps/${app}/roles/${role}/members`, body),
};
